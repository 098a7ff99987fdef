package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.modelassay.statistics.Permutation.Alternative;
import org.modelassay.statistics.WithoutReplacement.Decision;

/**
 * How often each verdict is wrong, simulated where it is hardest: at the limit itself. Runs for
 * minutes, so it is no part of the test run; {@code mvn -B test -pl harness-core -Psimulation}
 * prints the rows that docs/validation.md sums up. Run i of a row draws from seed {@value #SEED} +
 * i.
 *
 * <p>A row fails when its error is above what it is allowed by more than 4 Monte-Carlo standard
 * errors. Most are allowed the nominal error. Those that are allowed more belong to methods that
 * hold in the limit only, and are held to what they were found to do; the document says from which
 * size on they serve.
 */
class ErrorRates {
  private static final int RUNS = Integer.getInteger("assay.simulation.runs", 20_000);
  private static final long SEED = 2026;
  private static final double SIDE = 0.025;

  /** What a run concluded of a value that lies at the limit. */
  private enum Said {
    BELOW,
    ABOVE,
    NOTHING
  }

  /** A run: draws its data from the random numbers and concludes. */
  private interface Run {
    Said of(SplittableRandom random);
  }

  /**
   * Simulates how often an interval is wrong on either side, and holds it to what it is allowed.
   */
  private static void interval(String setting, double allowed, Run run) {
    Map<Said, Long> said =
        IntStream.range(0, RUNS)
            .parallel()
            .mapToObj(i -> run.of(new SplittableRandom(SEED + i)))
            .collect(Collectors.groupingBy(s -> s, Collectors.counting()));
    double below = said.getOrDefault(Said.BELOW, 0L) / (double) RUNS;
    double above = said.getOrDefault(Said.ABOVE, 0L) / (double) RUNS;
    System.out.printf("| %s | %s | %s |%n", setting, percent(below), percent(above));
    assertAllowed(setting, Math.max(below, above), allowed);
  }

  /** Simulates how often a conclusion is wrong, and holds it to what it is allowed. */
  private static void conclusion(
      String setting, double allowed, Predicate<SplittableRandom> wrong) {
    double share = share(wrong);
    System.out.printf("| %s | %s |%n", setting, percent(share));
    assertAllowed(setting, share, allowed);
  }

  private static double share(Predicate<SplittableRandom> wrong) {
    return IntStream.range(0, RUNS)
            .parallel()
            .filter(i -> wrong.test(new SplittableRandom(SEED + i)))
            .count()
        / (double) RUNS;
  }

  private static String percent(double share) {
    return "%.2f ± %.2f".formatted(100 * share, 100 * error(share));
  }

  private static void assertAllowed(String setting, double share, double allowed) {
    assertThat(share).as(setting).isLessThanOrEqualTo(allowed + 4 * error(allowed));
  }

  private static double error(double share) {
    return Math.sqrt(share * (1 - share) / RUNS);
  }

  private static void intervals(String title) {
    System.out.printf("%n| %s | said below, %% | said above, %% |%n|---|---|---|%n", title);
  }

  private static void conclusions(String title) {
    System.out.printf("%n| %s | wrong, %% |%n|---|---|%n", title);
  }

  private static Said judged(Interval interval, double limit) {
    return interval.high() <= limit
        ? Said.BELOW
        : interval.low() > limit ? Said.ABOVE : Said.NOTHING;
  }

  @Test
  void rates() {
    intervals("Clopper-Pearson, true rate = limit");
    for (int n : new int[] {100, 320, 1000}) {
      for (double limit : new double[] {0.005, 0.01, 0.02, 0.05, 0.1}) {
        Map<Integer, Said> known = new ConcurrentHashMap<>();
        interval(
            "n = %s, limit %s %%".formatted(n, 100 * limit),
            SIDE,
            random -> {
              int count = 0;
              for (int i = 0; i < n; i++) {
                count += random.nextDouble() < limit ? 1 : 0;
              }
              return known.computeIfAbsent(count, k -> judged(Rates.clopperPearson(k, n), limit));
            });
      }
    }
  }

  @Test
  void clusteredRates() {
    intervals("Korn-Graubard, true rate = limit; r: latent correlation in a cluster");
    for (int groups : new int[] {10, 20, 50, 100}) {
      Clusters clusters = clusters(groups, 16);
      for (double r : new double[] {0, 0.1, 0.3}) {
        for (double limit : new double[] {0.01, 0.02, 0.05, 0.1, 0.5}) {
          double threshold = NORMAL.inverseCumulativeProbability(limit);
          interval(
              "%s clusters of 16, r = %s, limit %s %%".formatted(groups, r, 100 * limit),
              0.062,
              random -> {
                double[] counted = latent(groups, 16, r, random);
                Arrays.setAll(counted, i -> counted[i] < threshold ? 1 : 0);
                return judged(Rates.kornGraubard(counted, clusters), limit);
              });
        }
      }
    }
  }

  @Test
  void drops() {
    intervals("Tango, true drop = limit");
    for (int n : new int[] {100, 320, 1000}) {
      for (double discordant : new double[] {0.05, 0.2}) {
        for (double limit : new double[] {0, 0.01, 0.02, 0.05}) {
          Map<List<Integer>, Said> known = new ConcurrentHashMap<>();
          interval(
              "n = %s, flips %s %%, limit %s %%".formatted(n, 100 * discordant, 100 * limit),
              0.036,
              random -> {
                int b = 0;
                int c = 0;
                for (int i = 0; i < n; i++) {
                  int d = flip(discordant, limit, random);
                  b += d > 0 ? 1 : 0;
                  c += d < 0 ? 1 : 0;
                }
                return known.computeIfAbsent(
                    List.of(b, c),
                    k -> judged(PairedProportions.tango(k.get(0), k.get(1), n), limit));
              });
        }
      }
    }
    intervals("Tango by clusters of 16, true drop = limit, flips 20 %; r: latent correlation");
    for (int groups : new int[] {10, 20, 50}) {
      Clusters clusters = clusters(groups, 16);
      for (double r : new double[] {0, 0.1, 0.3}) {
        for (double limit : new double[] {0, 0.02, 0.05}) {
          double low = NORMAL.inverseCumulativeProbability((0.2 - limit) / 2);
          double high = NORMAL.inverseSurvivalProbability((0.2 + limit) / 2);
          interval(
              "%s clusters, r = %s, limit %s %%".formatted(groups, r, 100 * limit),
              SIDE,
              random -> {
                double[] d = latent(groups, 16, r, random);
                Arrays.setAll(d, i -> d[i] < low ? -1 : d[i] > high ? 1 : 0);
                return judged(PairedProportions.tango(d, clusters), limit);
              });
        }
      }
    }
  }

  @Test
  void mcNemar() {
    conclusions("McNemar, no difference");
    for (int n : new int[] {50, 320, 1000}) {
      for (double discordant : new double[] {0.05, 0.2}) {
        String setting = ", n = %s, flips %s %%".formatted(n, 100 * discordant);
        conclusion("exact one-sided 2.5 %" + setting, SIDE, r -> mcNemar(n, discordant, r, 0));
        conclusion("exact two-sided 5 %" + setting, 2 * SIDE, r -> mcNemar(n, discordant, r, 1));
        conclusion("mid-p one-sided 2.5 %" + setting, SIDE, r -> mcNemar(n, discordant, r, 2));
        conclusion("mid-p two-sided 5 %" + setting, 2 * SIDE, r -> mcNemar(n, discordant, r, 3));
      }
    }
  }

  private static boolean mcNemar(int n, double discordant, SplittableRandom random, int test) {
    int b = 0;
    int c = 0;
    for (int i = 0; i < n; i++) {
      int d = flip(discordant, 0, random);
      b += d > 0 ? 1 : 0;
      c += d < 0 ? 1 : 0;
    }
    return switch (test) {
      case 0 -> PairedProportions.mcNemarExactOneSided(b, c) <= SIDE;
      case 1 -> PairedProportions.mcNemarExactTwoSided(b, c) <= 2 * SIDE;
      case 2 -> PairedProportions.mcNemarMidPOneSided(b, c) <= SIDE;
      default -> PairedProportions.mcNemarMidPTwoSided(b, c) <= 2 * SIDE;
    };
  }

  @Test
  void equivalence() {
    conclusions("TOST at 2.5 %, true difference = margin");
    for (int n : new int[] {320, 1000}) {
      for (double margin : new double[] {0.02, 0.05}) {
        conclusion(
            "shares by Tango, n = %s, flips 10 %%, margin %s %%".formatted(n, 100 * margin),
            SIDE,
            random -> {
              int b = 0;
              int c = 0;
              for (int i = 0; i < n; i++) {
                int d = flip(0.1, margin, random);
                b += d > 0 ? 1 : 0;
                c += d < 0 ? 1 : 0;
              }
              return Equivalence.pairedProportions(b, c, n, margin) <= SIDE;
            });
      }
    }
    for (int n : new int[] {20, 50, 200}) {
      conclusion(
          "means, n = %s, normal, margin 1 sd".formatted(n),
          SIDE,
          random -> Equivalence.means(sample(n, () -> 1 + normal(random)), 1) <= SIDE);
      conclusion(
          "means, n = %s, exponential, margin 1 sd".formatted(n),
          0.08,
          random -> Equivalence.means(sample(n, () -> exponential(random)), 1) <= SIDE);
    }
  }

  @Test
  void means() {
    for (String shape : List.of("normal", "exponential", "log-normal")) {
      double mean =
          switch (shape) {
            case "normal" -> 0;
            case "exponential" -> 1;
            default -> Math.exp(0.5);
          };
      intervals("mean, true mean = limit, " + shape);
      for (int n : new int[] {20, 50, 200}) {
        interval(
            "Student t (= jackknife), n = " + n,
            0.13,
            random -> judged(Means.interval(sample(n, () -> draw(shape, random))), mean));
        interval(
            "BCa, n = " + n,
            0.085,
            random -> {
              double[] values = sample(n, () -> draw(shape, random));
              Interval interval = Bootstrap.mean(values, random.nextLong());
              return interval == null ? Said.NOTHING : judged(interval, mean);
            });
      }
    }
  }

  @Test
  void clusteredMeans() {
    intervals(
        "mean of clusters of 1 to 20 items, exponential effects and items, true mean = limit");
    for (int groups : new int[] {20, 50, 200}) {
      for (boolean bootstrap : new boolean[] {false, true}) {
        interval(
            "%s, %s clusters".formatted(bootstrap ? "BCa" : "clustered t", groups),
            0.085,
            random -> {
              int[] of =
                  IntStream.range(0, groups)
                      .flatMap(g -> IntStream.generate(() -> g).limit(1 + random.nextInt(20)))
                      .toArray();
              double[] effects = sample(groups, () -> exponential(random));
              double[] values =
                  Arrays.stream(of).mapToDouble(g -> effects[g] + exponential(random)).toArray();
              Clusters clusters = Clusters.of(Arrays.stream(of).boxed().toList());
              Interval interval =
                  bootstrap
                      ? Bootstrap.mean(values, clusters, random.nextLong())
                      : Means.interval(values, clusters);
              return interval == null ? Said.NOTHING : judged(interval, 2);
            });
      }
    }
  }

  /** Angles between -1 and 1, whose mean 1 - cos of a pair is 1 - (sin 1)². */
  @Test
  void jackknife() {
    intervals("jackknife of the mean distance of pairs, true distance = limit");
    double truth = 1 - Math.pow(Math.sin(1), 2);
    for (int n : new int[] {20, 50, 200}) {
      interval(
          "n = " + n,
          0.036,
          random -> {
            double[] angles = sample(n, () -> 2 * random.nextDouble() - 1);
            double east = Arrays.stream(angles).map(Math::cos).sum();
            double north = Arrays.stream(angles).map(Math::sin).sum();
            double[] leaveOneOut =
                Arrays.stream(angles)
                    .map(a -> distance(east - Math.cos(a), north - Math.sin(a), n - 1))
                    .toArray();
            return judged(Jackknife.interval(distance(east, north, n), leaveOneOut), truth);
          });
    }
  }

  private static double distance(double east, double north, int n) {
    return 1 - (east * east + north * north - n) / ((double) n * (n - 1));
  }

  @Test
  void permutation() {
    conclusions("permutation tests at 2.5 % one-sided, no difference");
    for (int n : new int[] {10, 50}) {
      conclusion(
          "sign flip, Laplace, n = " + n,
          SIDE,
          random -> {
            double[] d =
                sample(n, () -> random.nextBoolean() ? exponential(random) : -exponential(random));
            return Permutation.signFlip(d, Alternative.GREATER, random.nextLong()) <= SIDE;
          });
    }
    for (int n : new int[] {6, 25}) {
      conclusion(
          "two samples, log-normal, n = %s and %s".formatted(n, 2 * n),
          SIDE,
          random -> {
            double[] x = sample(n, () -> draw("log-normal", random));
            double[] y = sample(2 * n, () -> draw("log-normal", random));
            return Permutation.twoSample(x, y, Alternative.GREATER, random.nextLong()) <= SIDE;
          });
    }
    for (int n : new int[] {7, 30}) {
      conclusion(
          "Pearson, log-normal, n = " + n,
          SIDE,
          random -> {
            double[] x = sample(n, () -> draw("log-normal", random));
            double[] y = sample(n, () -> draw("log-normal", random));
            return Permutation.pearson(x, y, Alternative.GREATER, random.nextLong()) <= SIDE;
          });
      conclusion(
          "Spearman with ties, n = " + n,
          SIDE,
          random -> {
            double[] x = sample(n, () -> random.nextInt(5));
            double[] y = sample(n, () -> random.nextInt(5));
            double p = Permutation.spearman(x, y, Alternative.GREATER, random.nextLong());
            return p <= SIDE;
          });
    }
  }

  @Test
  void severalTests() {
    conclusions("12 tests at 2.5 %, any true hypothesis rejected; 4 of 12 have an effect of 3 sd");
    for (double shared : new double[] {0, 0.8}) {
      for (int effects : new int[] {0, 4}) {
        conclusion(
            "Holm, correlation %s, %s effects".formatted(shared, effects),
            SIDE,
            random -> {
              double common = normal(random);
              double[] p = new double[12];
              for (int i = 0; i < 12; i++) {
                double z =
                    Math.sqrt(shared) * common
                        + Math.sqrt(1 - shared) * normal(random)
                        + (i < effects ? 3 : 0);
                p[i] = NORMAL.survivalProbability(z);
              }
              double[] adjusted = MultipleTesting.holm(p);
              double least = Arrays.stream(adjusted, effects, 12).min().orElseThrow();
              return least <= SIDE;
            });
      }
    }
  }

  @Test
  void sequential() {
    conclusions("betting, blocks of 64; N flips or drops, whose mean is the last one on a side");
    for (int n : new int[] {200, 1000}) {
      for (double limit : new double[] {0.005, 0.01, 0.02, 0.05, 0.1}) {
        int most = (int) Math.floor(limit * n + 1e-9);
        conclusion(
            "flips, N = %s, limit %s %%, mean above it".formatted(n, 100 * limit),
            SIDE,
            random -> wrongly(Decision.ABOVE, n, limit, most + 1, 0, random));
        conclusion(
            "flips, N = %s, limit %s %%, mean at it".formatted(n, 100 * limit),
            SIDE,
            random -> wrongly(Decision.AT_MOST, n, limit, most, 0, random));
        int other = n / 20;
        conclusion(
            "drop, 10 %% flips, N = %s, limit %s %%, mean above it".formatted(n, 100 * limit),
            SIDE,
            random -> wrongly(Decision.ABOVE, n, limit, other + most + 1, other, random));
        conclusion(
            "drop, 10 %% flips, N = %s, limit %s %%, mean at it".formatted(n, 100 * limit),
            SIDE,
            random -> wrongly(Decision.AT_MOST, n, limit, other + most, other, random));
      }
    }
  }

  private static boolean wrongly(
      Decision truth, int n, double limit, int ones, int minusOnes, SplittableRandom random) {
    return decide(n, limit, ones, minusOnes, random).decision() != truth;
  }

  private record Stopped(Decision decision, int items) {}

  private static Stopped decide(
      int n, double limit, int ones, int minusOnes, SplittableRandom random) {
    double[] values = new double[n];
    Arrays.fill(values, 0, ones, 1);
    Arrays.fill(values, ones, ones + minusOnes, -1);
    WithoutReplacement set = WithoutReplacement.ofWholeNumbers(n, minusOnes == 0 ? 0 : -1, 1, SIDE);
    for (int i = 0; i < n; i++) {
      int j = i + random.nextInt(n - i);
      double value = values[j];
      values[j] = values[i];
      values[i] = value;
      set.observe(value);
      if ((i + 1) % 64 == 0 || i == n - 1) {
        Decision decision = set.decide(limit);
        if (decision != Decision.OPEN) {
          return new Stopped(decision, i + 1);
        }
      }
    }
    throw new AssertionError("all values are known, but nothing is decided");
  }

  /** Not an error rate: how many items of 1000 the decision takes. */
  @Test
  void itemsTaken() {
    System.out.printf(
        "%n| N = 1000, limit 2 %%, blocks of 64 | median items | mean |%n|---|---|---|%n");
    for (int[] set :
        new int[][] {
          {0, 0}, {5, 0}, {10, 0}, {15, 0}, {19, 0}, {22, 0}, {30, 0}, {40, 0}, {100, 0}, {5, 5},
          {10, 10}, {50, 50}, {50, 70}, {70, 30}, {100, 50}
        }) {
      int[] items =
          IntStream.range(0, RUNS / 10)
              .parallel()
              .map(i -> decide(1000, 0.02, set[0], set[1], new SplittableRandom(SEED + i)).items())
              .sorted()
              .toArray();
      System.out.printf(
          "| %s | %s | %.0f |%n",
          set[1] == 0 ? set[0] + " flips" : set[0] + " lost, " + set[1] + " won",
          items[items.length / 2],
          Arrays.stream(items).average().orElseThrow());
    }
  }

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private static double[] sample(int n, DoubleSupplier draw) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> draw.getAsDouble());
    return values;
  }

  private static double draw(String shape, SplittableRandom random) {
    return switch (shape) {
      case "normal" -> normal(random);
      case "exponential" -> exponential(random);
      default -> Math.exp(normal(random));
    };
  }

  private static double exponential(SplittableRandom random) {
    return -Math.log1p(-random.nextDouble());
  }

  /** Box and Muller, one of the pair. */
  private static double normal(SplittableRandom random) {
    return Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random.nextDouble());
  }

  /** What one item adds to a drop: 1 and -1 together at one rate, their difference another. */
  private static int flip(double discordant, double drop, SplittableRandom random) {
    double u = random.nextDouble();
    return u < (discordant + drop) / 2 ? 1 : u < discordant ? -1 : 0;
  }

  private static Clusters clusters(int groups, int size) {
    return Clusters.of(IntStream.range(0, groups * size).mapToObj(i -> i / size).toList());
  }

  /**
   * Standard normal values, correlated by r in a cluster. Items that are counted where they pass a
   * threshold resemble each other as in a mixed probit model.
   */
  private static double[] latent(int groups, int size, double r, SplittableRandom random) {
    double[] values = new double[groups * size];
    for (int g = 0; g < groups; g++) {
      double common = Math.sqrt(r) * normal(random);
      for (int i = 0; i < size; i++) {
        values[g * size + i] = common + Math.sqrt(1 - r) * normal(random);
      }
    }
    return values;
  }
}
