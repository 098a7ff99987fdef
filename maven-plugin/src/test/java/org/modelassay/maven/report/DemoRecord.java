package org.modelassay.maven.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.brevity.GenerationDetails;
import org.modelassay.coding.CodingDetails;
import org.modelassay.coding.equalinfo.ContextReset;
import org.modelassay.coding.equalinfo.EqualInfoDetails;
import org.modelassay.coding.equalinfo.WindowRule;
import org.modelassay.coding.equalinfo.analysis.Stability;
import org.modelassay.coding.equalinfo.analysis.TokenMap;
import org.modelassay.coding.equalinfo.analysis.Uniformity;
import org.modelassay.dispersion.DispersionDetails;
import org.modelassay.flips.ChoicesDetails;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Metric;
import org.modelassay.gate.Verdict;
import org.modelassay.record.RunRecord;
import org.modelassay.record.RunRecord.CheckRecord;
import org.modelassay.record.RunRecord.Leaf;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.Rates;

/**
 * A run as a model repository would have it: a model of Japanese and English résumés (職務経歴書) whose
 * int8 copy is fine and whose int4 copy is not. Run {@link #main} to look at its page.
 */
final class DemoRecord {
  static final JsonMapper JSON = new JsonMapper();
  static final String SPEC = "com.example.resume.ResumeModelSpec";
  private static final String SPEC_NAME = "職務経歴書モデル";

  private DemoRecord() {}

  /** Writes the demonstration's report into the directory given. */
  public static void main(String[] arguments) {
    HtmlReport.write(resumes(), Path.of(arguments[0]));
  }

  static RunRecord resumes() {
    return run(
        List.of(
            choices(), coding(), dispersion(), equalInfo(), generation(), geometryOfTheBroken()));
  }

  static RunRecord run(List<CheckRecord> checks) {
    Map<String, String> libraries = new LinkedHashMap<>();
    libraries.put("djl", "0.36.0");
    libraries.put("torch", "2.7.1");
    libraries.put("tokenizers", "0.21.4");
    return new RunRecord(
        RunRecord.SCHEMA,
        new RunRecord.Tool("assay", "0.1.0"),
        "2026-11-25T03:51:07.512Z",
        43.72,
        new RunRecord.Environment(
            "Linux 6.1", "amd64", 2, "17.0.17 (Debian)", "cpu", 2, libraries, 1_234L << 20),
        List.of(
            model("baseline", "", "4f0c7e1a", 5_242_880),
            model("int8", "quantize(bits=8, group=64)", "9b13d2c7", 5_242_880),
            model("int4", "quantize(bits=4, group=64)", "c6aa0e55", 5_242_880)),
        List.of(
            reading("", "tasks/next-skill.jsonl", 1280, 30_412, 9_713, 30_412, 4.81),
            reading("", "corpora/resumes-ja.jsonl", 64, 41_230, 41_166, 0, 0),
            reading(
                "quantize(bits=8, group=64)",
                "tasks/next-skill.jsonl",
                1280,
                30_412,
                9_713,
                30_412,
                4.77),
            reading(
                "quantize(bits=4, group=64)",
                "corpora/resumes-ja.jsonl",
                64,
                41_230,
                41_166,
                20_480,
                3.12)),
        checks,
        List.of(drop("int4", 0.0041, 0.0082, 0.0082), drop("int8", 0.62, 0.62, 0.62)));
  }

  private static RunRecord.Degradation drop(
      String candidate, double p, double holm, double falseDiscovery) {
    return new RunRecord.Degradation(
        SPEC, "keepsItsAnswers", candidate, "choices.accuracyDrop.pValue", p, holm, falseDiscovery);
  }

  private static RunRecord.Model model(
      String name, String treatment, String fingerprint, long parameters) {
    return new RunRecord.Model(
        name,
        SPEC,
        "models/resume",
        null,
        treatment,
        fingerprint.repeat(8),
        "llama",
        parameters,
        "f32",
        null);
  }

  private static RunRecord.Reading reading(
      String treatment,
      String data,
      int sequences,
      long tokens,
      long scored,
      long computed,
      double seconds) {
    return new RunRecord.Reading(
        "0f3b" + Integer.toHexString((treatment + data).hashCode()),
        ("models/resume " + treatment).trim(),
        data,
        sequences,
        tokens,
        3 * sequences,
        tokens,
        scored,
        List.of("score", "final hidden states"),
        24,
        "prefix tree; passes of 4096",
        computed,
        seconds);
  }

  // ---- figures and verdicts

  static Metric metric(
      String name, String unit, Direction direction, boolean pair, String meaning) {
    return new Metric(name, unit, direction, pair, 1, meaning);
  }

  static Figure figure(
      Metric metric,
      double value,
      double low,
      double high,
      long n,
      String sample,
      @Nullable Double baseline) {
    Interval interval = Double.isNaN(low) ? null : Interval.of(low, high, "Clopper-Pearson");
    return new Figure(metric, value, interval, n, sample, baseline);
  }

  static Verdict judged(Figure figure, Bound bound, double limit, String declared, boolean holds) {
    String name = figure.metric().name();
    String message =
        name
            + " is "
            + Numbers.apart(figure.value(), limit, figure.metric().unit())
            + (figure.interval() == null
                ? ""
                : " (95 % interval "
                    + Numbers.interval(figure.interval(), figure.metric().unit())
                    + ", n = "
                    + figure.n()
                    + ")")
            + (bound == Bound.AT_MOST ? ", allowed is at most " : ", allowed is at least ")
            + Numbers.of(limit, figure.metric().unit())
            + " by "
            + declared;
    return new Verdict(
        holds ? Verdict.Status.HOLDS : Verdict.Status.BROKEN,
        !holds,
        name,
        declared,
        figure,
        null,
        message,
        new Limit(name, bound, limit, Decision.ESTIMATE, "", declared));
  }

  static final Metric FLIP_RATE =
      metric(
          "choices.flipRate",
          "share",
          Direction.LOWER_IS_BETTER,
          true,
          "Items whose answer changed between right and wrong, over all items (Accuracy is Not All"
              + " You Need, section 3).");
  static final Metric ACCURACY =
      metric(
          "choices.accuracy",
          "share",
          Direction.HIGHER_IS_BETTER,
          false,
          "Items whose option with the largest summed log-likelihood is the right one.");
  static final Metric OPTION_KL =
      metric(
          "choices.meanKlDivergence",
          "nats",
          Direction.LOWER_IS_BETTER,
          true,
          "Mean over items of KL(baseline || candidate) of the softmax over the options.");
  static final Metric BITS =
      metric(
          "coding.bitsPerByte",
          "bits/byte",
          Direction.LOWER_IS_BETTER,
          false,
          "Sum of -log2 p over the corpus, over its UTF-8 bytes.");
  static final Metric LMCR =
      metric(
          "coding.lmcr",
          "share",
          Direction.LOWER_IS_BETTER,
          false,
          "Coded size by an arithmetic coder over the size of the text.");
  static final Metric ZLIB =
      metric(
          "coding.zlib",
          "share",
          Direction.NEITHER,
          false,
          "The same text by zlib at level 9, for comparison.");
  static final Metric AGREEMENT =
      metric(
          "coding.topTokenAgreement",
          "share",
          Direction.HIGHER_IS_BETTER,
          true,
          "Positions where both models hold the same token most likely.");
  static final Metric TOKEN_KL =
      metric(
          "coding.meanKlDivergence",
          "nats",
          Direction.LOWER_IS_BETTER,
          true,
          "Mean over scored tokens of KL(baseline || candidate) over the vocabulary.");
  static final Metric DISPERSION =
      metric(
          "dispersion.within",
          "cosine distance",
          Direction.HIGHER_IS_BETTER,
          false,
          "Mean over segments of the mean pairwise cosine distance of their states.");
  static final Metric TOKEN_RATIO =
      metric(
          "equalInfo.tokenCompressionRatio",
          "bytes/token",
          Direction.HIGHER_IS_BETTER,
          false,
          "UTF-8 bytes per token of the windows.");
  static final Metric LENGTH_RATIO =
      metric(
          "generation.lengthRatio",
          "ratio",
          Direction.LOWER_IS_BETTER,
          true,
          "Mean output length of the candidate over the baseline's.");
  static final Metric TRUNCATION =
      metric(
          "generation.truncationRate",
          "share",
          Direction.LOWER_IS_BETTER,
          false,
          "Outputs cut at the limit of new tokens.");

  static Leaf leaf(
      String candidate, List<Figure> figures, List<Verdict> verdicts, @Nullable Object details) {
    boolean fails = verdicts.stream().anyMatch(Verdict::fails);
    return new Leaf(
        candidate,
        "f32",
        fails ? RunRecord.Status.FAILED : RunRecord.Status.PASSED,
        6.214,
        figures,
        verdicts,
        null,
        null,
        details == null ? null : JSON.valueToTree(details));
  }

  static CheckRecord check(
      String method,
      String displayName,
      String kind,
      Map<String, String> settings,
      List<Leaf> leaves) {
    return new CheckRecord(
        SPEC,
        SPEC_NAME,
        method,
        displayName,
        kind,
        List.of("release"),
        settings,
        "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
        leaves);
  }

  private static Map<String, String> settings(String... pairs) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      settings.put(pairs[i], pairs[i + 1]);
    }
    return settings;
  }

  // ---- choices

  private static CheckRecord choices() {
    List<Leaf> leaves = new ArrayList<>();
    Figure same = figure(FLIP_RATE, 0.0028, 0.0001, 0.0154, 360, "items", null);
    Figure kept = figure(ACCURACY, 0.8583, 0.8180, 0.8927, 360, "items", 0.8556);
    Figure near = figure(OPTION_KL, 0.00042, 0.00031, 0.00058, 360, "items", null);
    leaves.add(
        leaf(
            "int8",
            List.of(same, kept, near),
            List.of(
                judged(same, Bound.AT_MOST, 0.02, "@MaxFlipRate(0.02)", true),
                judged(kept, Bound.AT_LEAST, 0.8, "@MinAccuracy(0.8)", true),
                accepted(kept, 0.8583, 0.8540, true)),
            new ChoicesDetails(
                360,
                1,
                0,
                answers(360, 3, 0),
                answers(360, 3, 1),
                group("critical", 24, 0.9167, 0.9167, 0, 0),
                flips().subList(3, 4),
                0,
                groups(0),
                List.of())));
    Figure many = figure(FLIP_RATE, 0.0472, 0.0277, 0.0745, 360, "items", null);
    Figure fewer = figure(ACCURACY, 0.8250, 0.7817, 0.8629, 360, "items", 0.8556);
    Figure moved = figure(OPTION_KL, 0.0311, 0.0242, 0.0402, 360, "items", null);
    Verdict kl =
        new Verdict(
            Verdict.Status.UNDECIDED,
            false,
            "choices.meanKlDivergence",
            "@MaxMeanKlDivergence(value = 0.03, by = SIGNIFICANCE)",
            moved,
            null,
            "choices.meanKlDivergence is 0.0311 nats, its interval 0.0242 to 0.0402 straddles 0.03:"
                + " about 900 items would decide",
            new Limit(
                "choices.meanKlDivergence",
                Bound.AT_MOST,
                0.03,
                Decision.SIGNIFICANCE,
                "",
                "@MaxMeanKlDivergence(value = 0.03, by = SIGNIFICANCE)"));
    Leaf int4 =
        leaf(
            "int4",
            List.of(many, fewer, moved),
            List.of(
                judged(many, Bound.AT_MOST, 0.02, "@MaxFlipRate(0.02)", false),
                judged(fewer, Bound.AT_LEAST, 0.8, "@MinAccuracy(0.8)", true),
                kl,
                accepted(fewer, 0.8472, 0.8430, false)),
            new ChoicesDetails(
                360,
                2,
                0,
                answers(360, 3, 0),
                answers(360, 3, 12),
                group("critical", 24, 0.8333, 0.9167, 2, 2),
                flips(),
                11,
                groups(4),
                List.of(
                    "One item begins with the text of the beginning-of-sequence token of int4.")));
    leaves.add(
        new Leaf(
            int4.candidate(),
            int4.dtype(),
            int4.status(),
            int4.seconds(),
            int4.figures(),
            int4.verdicts(),
            """
            Expecting no elements of: [看護師-17, nurse-03]
            to match: no critical answer turns from right to wrong
              at com.example.resume.ResumeModelSpec.keepsItsAnswers(ResumeModelSpec.java:31)\
            """,
            null,
            int4.details()));
    return check(
        "keepsItsAnswers",
        "次の職種の答えが変わらない",
        "choices",
        settings("task", "tasks/next-skill.jsonl", "shots", "0", "items", "all"),
        leaves);
  }

  private static Verdict accepted(Figure figure, double accepted, double allowed, boolean holds) {
    String name = figure.metric().name();
    return new Verdict(
        holds ? Verdict.Status.HOLDS : Verdict.Status.BROKEN,
        !holds,
        name,
        "@NoRegression(relative = 0.005)",
        figure,
        accepted,
        name
            + " is "
            + Numbers.of(figure.value(), "share")
            + ", accepted was "
            + Numbers.of(accepted, "share")
            + "; worse by more than 0.5 % of it. If this is wanted, run mvn assay:accept",
        new Limit(
            name,
            Bound.AT_LEAST,
            allowed,
            Decision.ESTIMATE,
            "",
            "@NoRegression(relative = 0.005)"));
  }

  private static String answers(int items, int seed, int changed) {
    Random random = new Random(seed);
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < items; i++) {
      int option = random.nextInt(4);
      answers.append((char) ('A' + (i < changed ? (option + 1) % 4 : option)));
    }
    return answers.toString();
  }

  static List<ChoicesDetails.Flip> flips() {
    return List.of(
        flip(
            "看護師-17",
            "職種: 看護師。病棟での夜勤を月に六回担当し、新人の指導も任された。この職務経歴に最も関係の深い技能はどれですか。",
            List.of("採血と点滴の管理", "旋盤の操作", "複式簿記", "仮名漢字変換の設計"),
            0,
            0,
            2,
            List.of(0.471, 0.083, 0.402, 0.044),
            List.of(0.318, 0.101, 0.522, 0.059),
            0.0733,
            List.of("ja", "医療"),
            true,
            "CORRECT_TO_INCORRECT"),
        flip(
            "nurse-03",
            "Occupation: registered nurse. Duties: triage in an emergency department, wound care"
                + " and medication rounds. Which skill belongs to this occupation?",
            List.of("Intravenous therapy", "Injection moulding", "Contract law", "Route planning"),
            0,
            0,
            1,
            List.of(0.512, 0.431, 0.031, 0.026),
            List.of(0.402, 0.533, 0.037, 0.028),
            0.0307,
            List.of("en", "medical"),
            true,
            "CORRECT_TO_INCORRECT"),
        flip(
            "経理-08",
            "職種: 経理担当。月次決算と税務申告の補助を八年間。使いこなせる技能は?",
            List.of("溶接", "仕訳と決算整理", "麻酔の補助", "測量"),
            1,
            0,
            1,
            List.of(0.44, 0.41, 0.08, 0.07),
            List.of(0.31, 0.55, 0.07, 0.07),
            0.0449,
            List.of("ja", "事務"),
            false,
            "INCORRECT_TO_CORRECT"),
        flip(
            "welder-11",
            "Occupation: welder. Which skill belongs to this occupation?",
            List.of("TIG welding", "Payroll", "Phlebotomy", "Copy editing"),
            0,
            2,
            3,
            List.of(0.12, 0.22, 0.34, 0.32),
            List.of(0.13, 0.21, 0.31, 0.35),
            0.0031,
            List.of("en", "trades"),
            false,
            "WRONG_TO_WRONG"),
        flip(
            "driver-05",
            "Occupation: long-haul driver. Which skill belongs to this occupation?",
            List.of("Tachograph rules", "Suturing", "Bookbinding", "Sales forecasting"),
            0,
            0,
            3,
            List.of(0.40, 0.12, 0.11, 0.37),
            List.of(0.35, 0.12, 0.12, 0.41),
            0.0102,
            List.of("en", "trades"),
            false,
            "CORRECT_TO_INCORRECT"),
        flip(
            "設計-21",
            "職種: 機械設計。三次元 CAD による治具の設計と、強度計算を担当した。技能は?",
            List.of("採血", "公差設計", "接客", "編曲"),
            1,
            1,
            2,
            List.of(0.03, 0.50, 0.45, 0.02),
            List.of(0.04, 0.44, 0.50, 0.02),
            0.0087,
            List.of("ja", "技術"),
            false,
            "CORRECT_TO_INCORRECT"));
  }

  static ChoicesDetails.Flip flip(
      String id,
      String question,
      List<String> options,
      int answer,
      int before,
      int after,
      List<Double> baseline,
      List<Double> judged,
      double divergence,
      List<String> tags,
      boolean critical,
      String kind) {
    return new ChoicesDetails.Flip(
        id,
        question,
        options,
        answer,
        before,
        after,
        baseline,
        judged,
        divergence,
        Math.abs(baseline.get(before) - baseline.get((before + 1) % baseline.size())),
        tags,
        critical,
        kind,
        kind.equals("WRONG_TO_WRONG"));
  }

  static ChoicesDetails.Group group(
      String tag, int items, double accuracy, double baseline, int flips, int allFlips) {
    return new ChoicesDetails.Group(
        tag,
        items,
        accuracy,
        new ChoicesDetails.Change(
            baseline,
            flips,
            allFlips,
            flips,
            0,
            0.002 * allFlips,
            Rates.clopperPearson(flips, items)));
  }

  private static List<ChoicesDetails.Group> groups(int flips) {
    return List.of(
        group("ja", 180, 0.8111 - flips * 0.004, 0.8444, flips * 2, flips * 3),
        group("en", 180, 0.8667 - flips * 0.002, 0.8667, flips, flips + 1),
        group("医療", 48, 0.7708, 0.8333, flips, flips),
        group("trades", 52, 0.8846, 0.8846, 0, flips));
  }

  // ---- coding

  private static final String[] RESUME = {
    "職務", "経歴", "書", "\n", "氏名", "：", "佐藤", " ", "葵", "\n", "職種", "：", "看護", "師", "\n", "二〇一", "八",
    "年", "四月", "に", "市立", "病院", "へ", "入職", "し", "、", "内科", "病棟", "で", "採血", "、", "点滴", "、", "服薬",
    "管理", "を", "担当", "した", "。", "二〇二", "一年", "から", "は", "救急", "外来", "に", "移り", "、", "トリアージ", "と",
    "新人", "指導", "を", "任され", "、", "夜勤", "帯", "の", "責任者", "を", "月", "六回", "務め", "た", "。", "\n", "資格",
    "：", "正", "看護師", "免許", "、", "救急", "救命", "処置", "講習", "修了", "。"
  };
  private static final String[] CAREER =
      ("Work history| of| Maria| Keller|,| welder|.|\n|From| 2016| to| 2021| she| joined| stainless"
              + " pipe|work| by| TIG| and| MIG| welding| for| a| ship|yard| in| Kiel|,| read|"
              + " isometric| drawings|,| and| passed| the| ISO| 9606|-|1| qualification| twice|.|"
              + " Since| then| she| leads| a| crew| of| six|,| plans| the| sequence| of| weld|s|"
              + " and| keeps| the| inspection| records|.")
          .split("\\|");

  private static CheckRecord coding() {
    Figure bits = figure(BITS, 0.9127, 0.871, 0.958, 64, "documents", 0.9119);
    Figure ratio = figure(LMCR, 0.11412, Double.NaN, 0, 64, "documents", 0.11402);
    Figure zlib = figure(ZLIB, 0.3316, Double.NaN, 0, 64, "documents", 0.3316);
    Figure agree = figure(AGREEMENT, 0.9871, 0.9859, 0.9882, 41_166, "tokens", null);
    Figure kl = figure(TOKEN_KL, 0.00093, 0.00081, 0.00109, 64, "documents", null);
    Figure bits4 = figure(BITS, 0.9688, 0.927, 1.013, 64, "documents", 0.9119);
    Figure ratio4 = figure(LMCR, 0.1211, Double.NaN, 0, 64, "documents", 0.11402);
    Figure agree4 = figure(AGREEMENT, 0.9314, 0.9288, 0.9339, 41_166, "tokens", null);
    Figure kl4 = figure(TOKEN_KL, 0.0524, 0.0461, 0.0607, 64, "documents", null);
    return check(
        "codesResumes",
        "日本語の職務経歴書を符号化できる",
        "coding",
        settings(
            "corpus",
            "corpora/resumes-ja.jsonl",
            "window",
            "512",
            "stride",
            "512",
            "bos",
            "EVERY_WINDOW"),
        List.of(
            leaf(
                "int8",
                List.of(bits, ratio, zlib, agree, kl),
                List.of(
                    judged(bits, Bound.AT_MOST, 0.93, "@MaxBitsPerByte(0.93)", true),
                    judged(ratio, Bound.AT_MOST, 0.12, "@MaxLmcr(0.12)", true),
                    judged(agree, Bound.AT_LEAST, 0.95, "@MinTopTokenAgreement(0.95)", true)),
                codingDetails(0.02, 0.001)),
            leaf(
                "int4",
                List.of(bits4, ratio4, zlib, agree4, kl4),
                List.of(
                    judged(bits4, Bound.AT_MOST, 0.98, "@MaxBitsPerByte(0.98)", true),
                    judged(ratio4, Bound.AT_MOST, 0.121, "@MaxLmcr(0.121)", false),
                    judged(agree4, Bound.AT_LEAST, 0.93, "@MinTopTokenAgreement(0.93)", true)),
                codingDetails(0.7, 0.05))));
  }

  private static CodingDetails codingDetails(double damage, double divergence) {
    Random random = new Random(11);
    List<CodingDetails.DocumentFigures> documents = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      double before = 0.85 + random.nextDouble() * 0.15;
      double rise = damage * 0.2 * (30 - i) / 30;
      int bytes = 1800 + random.nextInt(900);
      int tokens = 600 + random.nextInt(80);
      documents.add(
          new CodingDetails.DocumentFigures(
              (i % 2 == 0 ? "経歴-" : "resume-") + (100 + i),
              bytes,
              bytes / 2,
              modelFigures(bytes, tokens, before + rise),
              modelFigures(bytes, tokens, before),
              divergence * (30 - i) / 15,
              0.41,
              0.44,
              0.42));
    }
    return new CodingDetails(
        documents,
        34,
        List.of(
            strip("経歴-100", RESUME, random, damage), strip("resume-101", CAREER, random, damage)),
        new CodingDetails.RoundTrip(4, 7_912, 903, true, 7_219.412, 7_219.409, null),
        16_318L,
        142_974,
        37.4,
        List.of("one document does not survive decode(encode(x)): 経歴-7"));
  }

  private static CodingDetails.ModelFigures modelFigures(int bytes, int tokens, double bits) {
    double efficiency = (double) tokens / bytes;
    return new CodingDetails.ModelFigures(
        tokens,
        bits,
        2 * bits,
        Math.pow(2, bits / efficiency),
        bits / 8,
        bits / 8 / efficiency,
        bits / 8 / efficiency / 2,
        efficiency);
  }

  private static CodingDetails.Strip strip(
      String document, String[] texts, Random random, double damage) {
    List<CodingDetails.Token> tokens = new ArrayList<>();
    for (String text : texts) {
      double before = -Math.log(1 - random.nextDouble()) * 2.4;
      double change = random.nextGaussian() * damage * 1.6;
      double bits = Math.max(0.001, before + change);
      tokens.add(
          new CodingDetails.Token(
              text, bits, before, Math.abs(change) * 0.12 * random.nextDouble()));
    }
    return new CodingDetails.Strip(document, tokens, 212);
  }

  // ---- dispersion

  private static CheckRecord dispersion() {
    Figure kept = figure(DISPERSION, 0.6412, 0.6301, 0.6523, 80, "segments", 0.6427);
    Figure lost = figure(DISPERSION, 0.6119, 0.6004, 0.6234, 80, "segments", 0.6427);
    return check(
        "keepsItsGeometry",
        "Keeps its geometry",
        "dispersion",
        settings("corpus", "corpora/resumes-en.jsonl", "layers", "0-8", "segmentLength", "512"),
        List.of(
            leaf(
                "int8",
                List.of(kept),
                List.of(judged(kept, Bound.AT_LEAST, 0.62, "@MinDispersion(0.62)", true)),
                layers(9, 0.002)),
            leaf(
                "int4",
                List.of(lost),
                List.of(judged(lost, Bound.AT_LEAST, 0.6, "@MinDispersion(value = 0.6)", true)),
                layers(9, 0.05))));
  }

  private static CheckRecord equalInfo() {
    Figure ratio = figure(TOKEN_RATIO, 5.312, 5.201, 5.424, 64, "documents", 5.371);
    return check(
        "makesTokens",
        "Makes tokens of equal information",
        "equalInfo",
        settings("corpus", "corpora/resumes-en.jsonl", "windowBits", "16", "tokenBits", "16"),
        List.of(leaf("int8", List.of(ratio), List.of(), equalInfoDetails("Responsible for "))));
  }

  /** Numbers as a run gives them; of the texts of tokens one is given. */
  static EqualInfoDetails equalInfoDetails(String text) {
    return new EqualInfoDetails(
        32,
        16,
        WindowRule.SHORTEST_PREFIX,
        ContextReset.EVERY_WINDOW,
        14,
        1024,
        "<s>",
        List.of(
            coder("EqualInfoAC[b=32, v=65536]", 7_812, 5.76, 2.777, 5.802),
            coder("AC", 5_466, 8.23, 1.944, 8.298),
            coder("StaticAC", 12_987, 3.465, 4.617, null),
            coder("zlib", 9_031, 4.983, 3.209, null)),
        List.of(
            new EqualInfoDetails.DocumentFigures("en-nurse", 702, 166, 71, 142, 4.944, 5.014),
            new EqualInfoDetails.DocumentFigures(text, 688, 151, 58, 116, 5.931, 5.88)),
        38,
        new EqualInfoDetails.RoundTrip(4, 4, 251, 2_805, null),
        41_230,
        9_713,
        new Uniformity(
            62_496,
            List.of(
                curve("EqualInfoAC[b=32, v=65536]", 0.004),
                curve("AC", 0.0002),
                curve("StaticAC", 0.0008),
                curve("zlib", 0.02)),
            curve("random: AES-128 in counter mode, key 0", 0.00005)),
        new Stability(
            "Responsible for coordinating between providers, and for home visits at night.",
            List.of("nurse", "ward", "the", text),
            6,
            List.of(
                distances("EqualInfoAC[b=32, v=65536]", 19, 4),
                distances("AC", 9, 19),
                distances("the coding model's own tokens", 17, 1),
                distances("bytes", 83, 2))),
        new TokenMap(
            1953,
            List.of(
                new TokenMap.Position(
                    911,
                    214,
                    64,
                    61,
                    0.113,
                    List.of(
                        new TokenMap.Example(
                            0xF0F3,
                            17,
                            List.of(
                                new TokenMap.Content("with particular strength", 9),
                                new TokenMap.Content("with 4 years", 6),
                                new TokenMap.Content(text, 2)),
                            3),
                        new TokenMap.Example(
                            0x00A1,
                            12,
                            List.of(
                                new TokenMap.Content("\n\nSkills\n- ", 10),
                                new TokenMap.Content("\n\nS\\xE3\\x81", 2)),
                            0))),
                new TokenMap.Position(
                    1702,
                    96,
                    84,
                    9,
                    0.104,
                    List.of(
                        new TokenMap.Example(
                            0x8000,
                            5,
                            List.of(
                                new TokenMap.Content("nurse, a social", 3),
                                new TokenMap.Content(" and visiting", 2)),
                            0))))),
        List.of());
  }

  private static EqualInfoDetails.Coder coder(
      String name, long bytes, double ratio, double uniform, @Nullable Double baseline) {
    return new EqualInfoDetails.Coder(
        name,
        bytes,
        bytes / 2,
        ratio / 2,
        ratio,
        uniform,
        uniform * 0.98,
        15_420_000,
        baseline == null ? null : baseline / 2,
        baseline);
  }

  private static Uniformity.Curve curve(String name, double distance) {
    List<Uniformity.Point> grams = new ArrayList<>();
    List<Uniformity.Point> tokens = new ArrayList<>();
    for (int bits = 1; bits <= 15; bits++) {
      grams.add(divergence(bits, distance));
      if (16 % bits == 0) {
        tokens.add(divergence(bits, distance * 1.4));
      }
    }
    return new Uniformity.Curve(name, grams, tokens);
  }

  private static Uniformity.Point divergence(int bits, double distance) {
    double median = distance * Math.sqrt(1 << bits) / 20 - 0.00002;
    double spread = Math.sqrt(2 * ((1 << bits) - 1)) / 2 / (62_496 / 8.0);
    return new Uniformity.Point(
        bits, 62_496 / 8, 8, median - 2 * spread, median, median + 2 * spread);
  }

  private static Stability.Distances distances(String name, double tokens, int bin) {
    List<Integer> histogram = new ArrayList<>(Collections.nCopies(Stability.BINS, 0));
    histogram.set(bin, 3);
    histogram.set(Math.max(0, bin - 1), 2);
    histogram.set(Math.max(0, bin - 2), 1);
    double at = (bin + 0.5) / Stability.BINS;
    return new Stability.Distances(
        name, tokens, tokens * at, at - 0.06, at, Math.min(1, at + 0.03), histogram);
  }

  static DispersionDetails layers(int count, double loss) {
    List<DispersionDetails.Layer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double within = 0.92 - 0.3 * Math.sin(i * Math.PI / (count + 1)) - 0.01 * i;
      double across = 0.35 + 0.3 * Math.sin(i * Math.PI / (2 * count));
      double less = loss * i / count;
      layers.add(
          new DispersionDetails.Layer(
              i,
              "" + i,
              within - less,
              Interval.of(within - less - 0.012, within - less + 0.012, "jackknife"),
              across - less,
              Interval.of(across - less - 0.03, across - less + 0.03, "jackknife"),
              within,
              across,
              40 - 12 * loss * i,
              40.0,
              new DispersionDetails.Likeness(
                  1 - less,
                  Interval.of(1 - 1.2 * less, 1 - 0.8 * less, "jackknife"),
                  1 - less / 2,
                  less,
                  null),
              0.3 + less,
              Interval.of(0.29 + less, 0.31 + less, "jackknife"),
              0.3,
              correlations(i, within - less),
              correlations(i, within)));
    }
    return new DispersionDetails(
        80,
        512,
        layers,
        new DispersionDetails.Perplexities(
            10,
            GROUPS,
            GROUPS.stream().map(perplexity -> perplexity * 0.95).toList(),
            IntStream.range(0, 80)
                .mapToObj(
                    s ->
                        new DispersionDetails.Point(
                            4 * Math.exp(s / 36.0), 0.9 - s / 800.0 + 0.03 * Math.sin(s * s)))
                .toList()));
  }

  private static final List<Double> GROUPS = List.of(4.8, 6.2, 8.1, 11.0, 14.9, 19.6, 25.2, 33.0);

  private static DispersionDetails.Correlations correlations(int layer, double dispersion) {
    double strength = -0.1 - 0.05 * layer;
    return new DispersionDetails.Correlations(
        1.4 * strength,
        1.5 * strength,
        strength,
        Interval.of(strength - 0.15, strength + 0.15, "Fisher z"),
        strength - 0.01,
        Interval.of(strength - 0.16, strength + 0.14, "Bonett-Wright"),
        GROUPS.stream().map(p -> dispersion + strength * Math.log10(p) / 5).toList());
  }

  /** A check of one candidate that could not be measured. */
  private static CheckRecord geometryOfTheBroken() {
    return check(
        "readsTheLongOnes",
        "Reads long careers",
        "coding",
        settings("corpus", "corpora/long.jsonl", "window", "4096"),
        List.of(
            new Leaf(
                "int8",
                "",
                RunRecord.Status.ERROR,
                0.012,
                List.of(),
                List.of(),
                null,
                "corpora/long.jsonl: no such file. @Coding(corpus) of"
                    + " ResumeModelSpec#readsTheLongOnes is read relative to"
                    + " /home/mika/resume-model. Write the file or correct the path.",
                null)));
  }

  // ---- generation

  private static CheckRecord generation() {
    Figure ratio = figure(LENGTH_RATIO, 1.0714, 1.021, 1.133, 90, "prompts", null);
    Figure cut = figure(TRUNCATION, 0.0111, 0.0003, 0.0604, 90, "prompts", 0.0);
    return check(
        "staysBrief",
        "Stays brief",
        "generation",
        settings("prompts", "prompts/summaries.jsonl", "maxNewTokens", "128", "temperature", "0"),
        List.of(
            leaf(
                "int4",
                List.of(ratio, cut),
                List.of(
                    judged(ratio, Bound.AT_MOST, 1.1, "@MaxLengthRatio(1.10)", true),
                    judged(cut, Bound.AT_MOST, 0.02, "@MaxTruncationRate(0.02)", true)),
                generationDetails(true))));
  }

  static GenerationDetails generationDetails(boolean pair) {
    Random random = new Random(5);
    List<Integer> lengths = new ArrayList<>();
    List<Integer> before = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      int length = 24 + (int) Math.abs(random.nextGaussian() * 18);
      before.add(length);
      lengths.add(
          i % 3 == 0
              ? length
              : Math.max(4, length + (int) Math.round(random.nextGaussian() * 9 + 3)));
    }
    lengths.set(7, 128);
    String one = "内科病棟と救急外来で七年間勤務した看護師。採血、点滴、服薬管理に加え、";
    return new GenerationDetails(
        List.of(),
        List.of(
            output(
                "要約-07",
                "次の職務経歴を一文で要約してください。\n職種: 看護師。二〇一八年に市立病院へ入職し、内科病棟で採血、点滴、服薬管理を担当した。",
                one + "夜勤帯の責任者を月六回務め、夜勤帯の責任者を月六回務め、夜勤帯の責任者を月六回務め、夜勤帯の責任者を月六回務め、",
                128,
                true,
                pair ? one + "トリアージと新人指導を任された。" : null,
                pair ? (Integer) 31 : null,
                pair ? (Integer) 22 : null),
            output(
                "summary-12",
                "Summarise this career in one sentence.\n"
                    + "Occupation: welder. TIG and MIG welding in a shipyard, crew lead since"
                    + " 2021.",
                "Welder with ten years in shipbuilding who now leads a crew of six and keeps its"
                    + " inspection records.",
                24,
                false,
                pair
                    ? "Welder with ten years in shipbuilding, qualified to ISO 9606-1, who leads a"
                        + " crew of six."
                    : null,
                pair ? (Integer) 26 : null,
                pair ? (Integer) 6 : null),
            output(
                "要約-31",
                "次の職務経歴を一文で要約してください。\n職種: 経理担当。月次決算と税務申告の補助を八年間。",
                "月次決算と税務申告の補助を八年間担当した経理職。",
                17,
                false,
                pair ? "月次決算と税務申告の補助を八年間担当した経理職。" : null,
                pair ? (Integer) 17 : null,
                null)),
        87,
        lengths,
        pair ? before : null,
        pair ? "tokens" : null);
  }

  /** An output that is not scored. */
  static GenerationDetails.Output output(
      String id,
      String prompt,
      String text,
      int tokens,
      boolean truncated,
      @Nullable String baselineText,
      @Nullable Integer baselineTokens,
      @Nullable Integer firstDifference) {
    return new GenerationDetails.Output(
        id,
        prompt,
        List.of(),
        false,
        List.of(),
        text,
        tokens,
        truncated,
        baselineText,
        baselineTokens,
        firstDifference,
        List.of(),
        null);
  }

  static JsonNode tree(Object details) {
    return JSON.valueToTree(details);
  }
}
