"""What the little model is taught: occupations and what belongs to them, in Japanese and English.

Everything here was written for this sample; nothing is copied from a real résumé.  The block below is
plain text on purpose: somebody who knows the trade but not Python can correct it.  A block looks like

    == key : 日本語名 | English name : industry
    skills: 日本語 | English ; ...      ten noun phrases; each belongs to ONE occupation only
    duties: 日本語 | English ; ...      Japanese noun phrase (～を担当), English gerund phrase
    result: 日本語 | English            one achievement, {n} is a percentage
    certs:  日本語 | English ; ...
    next:   日本語 | English ; ...      roles such a person typically moves to

`load()` refuses a file in which two occupations share a skill, because a multiple-choice item whose wrong
answer is also right would measure nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

# industry key -> (Japanese, English, Japanese employers, English employers)
INDUSTRIES = {
    "medical": ("医療", "healthcare",
                ["総合病院", "大学病院", "地域の診療所", "リハビリテーション病院"],
                ["a general hospital", "a university hospital", "a community clinic", "a rehabilitation hospital"]),
    "care": ("福祉", "social care",
             ["社会福祉法人", "介護老人保健施設", "地域の福祉施設", "民間の福祉事業所"],
             ["a social welfare corporation", "a residential care home", "a local care centre", "a private care provider"]),
    "it": ("IT", "information technology",
           ["受託開発会社", "自社サービス企業", "システムインテグレーター", "ネット系スタートアップ"],
           ["a software house", "a product company", "a systems integrator", "an internet start-up"]),
    "manufacturing": ("製造", "manufacturing",
                      ["自動車部品メーカー", "産業機械メーカー", "電子部品メーカー", "精密機器メーカー"],
                      ["a car parts maker", "an industrial machinery maker", "an electronics maker", "a precision instrument maker"]),
    "construction": ("建設", "construction",
                     ["総合建設会社", "地場の工務店", "設備工事会社", "設計事務所"],
                     ["a general contractor", "a local builder", "a building services company", "a design office"]),
    "finance": ("金融", "finance",
                ["地方銀行", "証券会社", "保険会社", "会計事務所"],
                ["a regional bank", "a securities firm", "an insurance company", "an accounting firm"]),
    "retail": ("小売", "retail",
               ["百貨店", "専門店チェーン", "食品スーパー", "通販会社"],
               ["a department store", "a specialist chain", "a food supermarket", "a mail-order company"]),
    "food": ("飲食", "food service",
             ["老舗の料理店", "ホテルの飲食部門", "個人経営の店", "外食チェーン"],
             ["a long-established restaurant", "the food department of a hotel", "an owner-run shop", "a restaurant chain"]),
    "logistics": ("物流", "logistics",
                  ["運送会社", "倉庫会社", "国際物流会社", "物流子会社"],
                  ["a haulage company", "a warehousing company", "an international forwarder", "a logistics subsidiary"]),
    "education": ("教育", "education",
                  ["私立学校", "学習塾", "語学学校", "公共の教育機関"],
                  ["a private school", "a tutoring school", "a language school", "a public institution"]),
    "office": ("管理部門", "corporate services",
               ["中堅商社", "上場メーカー", "サービス業の本社", "専門商社"],
               ["a mid-sized trading company", "a listed manufacturer", "a service company head office", "a specialist trading house"]),
    "sales": ("営業・販促", "sales and marketing",
              ["広告代理店", "事務機器の販売会社", "通信サービス会社", "人材サービス会社"],
              ["an advertising agency", "an office equipment dealer", "a telecom service company", "a staffing company"]),
    "creative": ("クリエイティブ", "creative work",
                 ["制作会社", "デザイン事務所", "出版社", "映像プロダクション"],
                 ["a production company", "a design studio", "a publishing house", "a video studio"]),
    "hospitality": ("観光・サービス", "hospitality",
                    ["シティホテル", "旅行会社", "温泉旅館", "航空会社"],
                    ["a city hotel", "a travel agency", "a hot-spring inn", "an airline"]),
    "nature": ("農林水産", "agriculture and forestry",
               ["農業法人", "森林組合", "水産会社", "地域の生産組合"],
               ["a farming corporation", "a forestry cooperative", "a fishery company", "a growers' association"]),
    "science": ("研究開発", "research and development",
                ["化学メーカーの研究所", "製薬会社", "公的研究機関", "受託分析会社"],
                ["the laboratory of a chemical maker", "a pharmaceutical company", "a public research institute", "a contract laboratory"]),
}

BASE = """
== nurse : 看護師 | nurse : medical
skills: 採血 | blood sampling ; 静脈注射 | intravenous injection ; バイタルサインの測定 | vital sign monitoring ; 看護記録 | nursing records ; 褥瘡ケア | pressure sore care ; 急変時対応 | emergency response on the ward ; 術前術後の看護 | perioperative care ; 点滴管理 | drip management ; 退院支援 | discharge support ; 口腔内の吸引 | airway suctioning
duties: 入院患者の看護計画の立案 | planning care for inpatients ; 医師の診察の介助 | assisting doctors during rounds ; 患者と家族への説明 | explaining treatment to patients and families ; 夜勤帯の病棟管理 | running the ward at night
result: 病棟での転倒事故を前年比で{n}%削減 | reduced falls on the ward by {n}% year on year
certs: 看護師免許 | registered nurse licence ; 認定看護師 | certified nurse specialist
next: 看護師長 | head nurse ; 訪問看護師 | visiting nurse

== pharmacist : 薬剤師 | pharmacist : medical
skills: 調剤 | dispensing ; 服薬指導 | medication counselling ; 処方監査 | prescription auditing ; 薬歴管理 | drug history management ; 疑義照会 | prescription queries to doctors ; 無菌製剤の調製 | sterile compounding ; 医薬品の在庫管理 | medicine stock control ; 副作用の確認 | side effect monitoring ; 一包化 | unit-dose packaging ; 麻薬管理 | controlled drug management
duties: 外来患者への薬の説明 | explaining medicines to outpatients ; 病棟での薬剤業務 | providing pharmacy services on the wards ; 新薬情報の収集と共有 | collecting and sharing information on new drugs ; 在宅患者への訪問 | visiting patients at home
result: 残薬の整理により薬剤費を{n}%削減 | cut wasted medicine costs by {n}%
certs: 薬剤師免許 | pharmacist licence ; 認定薬剤師 | board-certified pharmacist
next: 管理薬剤師 | chief pharmacist ; 治験コーディネーター | clinical trial coordinator

== physiotherapist : 理学療法士 | physiotherapist : medical
skills: 歩行訓練 | gait training ; 関節可動域訓練 | range-of-motion exercises ; 筋力評価 | muscle strength assessment ; 物理療法 | electrotherapy ; 姿勢分析 | posture analysis ; 装具の調整 | orthosis fitting ; バランス訓練 | balance training ; 呼吸リハビリ | pulmonary rehabilitation ; 動作分析 | movement analysis ; 住宅改修の助言 | home adaptation advice
duties: 運動機能の評価 | assessing motor function ; リハビリ計画の作成 | drawing up rehabilitation plans ; 術後患者の回復支援 | supporting recovery after surgery ; 多職種との会議への参加 | attending team conferences
result: 担当患者の平均在院日数を{n}%短縮 | shortened the average hospital stay by {n}%
certs: 理学療法士免許 | physiotherapist licence ; 呼吸療法認定士 | respiratory therapy certificate
next: リハビリテーション科長 | head of rehabilitation ; 訪問リハビリ職員 | home rehabilitation therapist

== radiographer : 診療放射線技師 | radiographer : medical
skills: CT撮影 | CT scanning ; MRI撮影 | MRI scanning ; マンモグラフィ | mammography ; 被ばく線量の管理 | radiation dose control ; 一般撮影 | plain X-ray imaging ; 血管造影の補助 | angiography support ; 画像処理 | medical image processing ; 造影剤の取り扱い | contrast media handling ; 放射線治療の照射 | radiotherapy delivery ; 核医学検査 | nuclear medicine imaging
duties: 外来と救急の撮影 | imaging outpatient and emergency cases ; 撮影装置の日常点検 | carrying out daily checks of scanners ; 画像データの保管 | archiving image data ; 検査内容の患者への説明 | explaining examinations to patients
result: 撮影の待ち時間を{n}%短縮 | cut imaging waiting time by {n}%
certs: 診療放射線技師免許 | radiographer licence ; 検診マンモグラフィ撮影認定 | mammography screening certificate
next: 放射線科主任 | lead radiographer ; 医療機器の専門営業 | medical device specialist

== labtech : 臨床検査技師 | clinical laboratory technician : medical
skills: 血液検査 | haematology testing ; 尿検査 | urinalysis ; 心電図検査 | electrocardiography ; 細菌培養 | bacterial culture ; 超音波検査 | ultrasound examination ; 病理標本の作製 | pathology slide preparation ; 輸血検査 | blood typing and cross-matching ; 検体の精度管理 | specimen quality control ; 脳波検査 | electroencephalography ; 遺伝子検査 | genetic testing
duties: 検体の受付と前処理 | receiving and preparing specimens ; 検査結果の報告 | reporting test results ; 分析装置の保守 | maintaining analysers ; 緊急検査への対応 | handling urgent tests
result: 結果報告までの時間を{n}%短縮 | shortened turnaround time by {n}%
certs: 臨床検査技師免許 | clinical laboratory licence ; 超音波検査士 | registered sonographer
next: 検査室長 | laboratory manager ; 細胞検査士 | cytotechnologist

== hygienist : 歯科衛生士 | dental hygienist : medical
skills: 歯石除去 | scaling ; ブラッシング指導 | tooth-brushing instruction ; フッ素塗布 | fluoride application ; 歯周検査 | periodontal probing ; 歯面清掃 | tooth polishing ; 歯科診療の補助 | chairside assistance ; 印象採得の補助 | dental impression support ; 器具の滅菌 | instrument sterilisation ; 訪問口腔ケア | oral care visits ; ホワイトニング | tooth whitening
duties: 定期検診の実施 | running regular check-ups ; 治療前の問診 | interviewing patients before treatment ; 子どもへの予防指導 | teaching prevention to children ; 診療室の準備 | preparing the surgery
result: 定期検診の再来率を{n}%向上 | raised the recall rate by {n}%
certs: 歯科衛生士免許 | dental hygienist licence ; 認定歯科衛生士 | certified dental hygienist
next: 主任歯科衛生士 | chief dental hygienist ; 歯科医院の運営責任者 | dental practice manager

== medclerk : 医療事務 | medical clerk : medical
skills: レセプト作成 | medical claims preparation ; 診療報酬の算定 | medical fee calculation ; 保険証の確認 | insurance card verification ; 外来受付 | outpatient reception ; 電子カルテの入力 | electronic chart entry ; 会計窓口 | cashier desk work ; 返戻への対応 | rejected claim handling ; 予約調整 | appointment scheduling ; 公費負担の手続き | public subsidy procedures ; 入退院の手続き | admission and discharge paperwork
duties: 患者の受付と案内 | receiving and guiding patients ; 月次の請求業務 | handling monthly billing ; 診断書の発行手続き | arranging medical certificates ; 未収金の管理 | following up unpaid fees
result: 請求の返戻件数を{n}%削減 | reduced rejected claims by {n}%
certs: 診療報酬請求事務能力認定 | medical billing certificate ; 医師事務作業補助者 | medical secretary certificate
next: 医事課主任 | billing section chief ; 医師事務作業補助者 | doctor's clerk

== dietitian : 管理栄養士 | registered dietitian : medical
skills: 献立作成 | menu planning ; 栄養指導 | nutrition counselling ; 栄養価計算 | nutrient calculation ; 食物アレルギー対応 | food allergy management ; 嚥下食の調整 | texture-modified diets ; 栄養状態の評価 | nutritional assessment ; 大量調理の衛生管理 | mass catering hygiene ; 糖尿病食の設計 | diabetic diet design ; 給食の発注 | catering orders ; 食育講座 | food education classes
duties: 入院患者の食事管理 | managing meals for inpatients ; 厨房との連絡調整 | coordinating with the kitchen ; 栄養サポートチームでの活動 | working in the nutrition support team ; 外来患者の食事相談 | advising outpatients on diet
result: 食べ残しの量を{n}%削減 | reduced plate waste by {n}%
certs: 管理栄養士免許 | registered dietitian licence ; 糖尿病療養指導士 | diabetes educator certificate
next: 栄養科長 | head of dietetics ; 食品メーカーの商品開発 | food product developer

== careworker : 介護福祉士 | care worker : care
skills: 食事介助 | feeding assistance ; 入浴介助 | bathing assistance ; 排泄介助 | toileting assistance ; 移乗介助 | transfer assistance ; 認知症ケア | dementia care ; レクリエーションの企画 | recreation planning ; 介護記録 | care records ; 体位変換 | repositioning ; 見守り | resident observation ; 看取り | end-of-life care
duties: 利用者の日常生活の支援 | supporting residents in daily life ; 夜間の巡回 | making night rounds ; 家族への状況報告 | reporting to families ; 新人職員の指導 | coaching new staff
result: 職員の離職率を{n}%改善 | lowered staff turnover by {n}%
certs: 介護福祉士 | certified care worker ; 介護職員実務者研修 | practical care training certificate
next: 介護リーダー | care team leader ; 生活相談員 | residential adviser

== caremanager : ケアマネジャー | care manager : care
skills: ケアプラン作成 | care plan writing ; アセスメント面談 | needs assessment interviews ; サービス担当者会議 | care conference facilitation ; 給付管理 | benefit management ; 介護保険の申請代行 | care insurance applications ; モニタリング訪問 | monitoring visits ; 地域資源の活用 | use of community resources ; 要介護認定の調査 | care level surveys ; 主治医との連携 | liaison with family doctors ; 福祉用具の選定 | assistive device selection
duties: 利用者宅への定期訪問 | visiting clients regularly ; 事業所間の連絡調整 | coordinating between providers ; 家族からの相談対応 | advising families ; 退院後の生活の準備 | preparing life after hospital
result: 在宅生活の継続率を{n}%向上 | raised the share of clients living at home by {n}%
certs: 介護支援専門員 | care manager licence ; 主任介護支援専門員 | senior care manager licence
next: 居宅介護支援事業所の管理者 | care office manager ; 地域包括支援センター職員 | community care adviser

== nursery : 保育士 | nursery teacher : care
skills: 指導計画の作成 | childcare plan writing ; 絵本の読み聞かせ | picture book reading ; ピアノ伴奏 | piano accompaniment ; 午睡の見守り | nap supervision ; 連絡帳の記入 | parent diary entries ; 離乳食の介助 | weaning support ; 製作遊び | craft activities ; 園行事の企画 | nursery event planning ; 乳児保育 | infant care ; 保護者との面談 | parent meetings
duties: クラスの担任 | being in charge of a class ; 戸外活動の引率 | leading outdoor activities ; 発達の記録と共有 | recording and sharing development ; 園内の安全点検 | checking safety in the nursery
result: 園内でのけがを前年比で{n}%削減 | reduced injuries by {n}% year on year
certs: 保育士資格 | nursery teacher licence ; 幼稚園教諭免許 | kindergarten teacher licence
next: 主任保育士 | head nursery teacher ; 園長 | nursery director

== socialworker : 社会福祉士 | social worker : care
skills: 生活困窮者の相談 | poverty counselling ; 成年後見の支援 | guardianship support ; 権利擁護 | rights advocacy ; 生活保護の申請支援 | welfare benefit applications ; 障害者の就労支援 | disability employment support ; 虐待対応 | abuse response ; ケース記録 | case notes ; 関係機関との調整 | inter-agency coordination ; グループワーク | group work ; アウトリーチ | outreach
duties: 相談窓口での面接 | interviewing people at the help desk ; 支援計画の策定 | drawing up support plans ; 地域の勉強会の運営 | running local study groups ; 家庭訪問 | making home visits
result: 相談から支援開始までの日数を{n}%短縮 | shortened the wait for support by {n}%
certs: 社会福祉士 | certified social worker ; 精神保健福祉士 | mental health social worker
next: 相談支援専門員 | support consultant ; 福祉施設長 | welfare facility director

== backend : バックエンドエンジニア | backend engineer : it
skills: Java | Java ; Spring Boot | Spring Boot ; REST API設計 | REST API design ; データベース設計 | database design ; PostgreSQL | PostgreSQL ; 単体テストの自動化 | unit test automation ; 性能チューニング | performance tuning ; メッセージキュー | message queues ; バッチ処理の開発 | batch job development ; コードレビュー | code review
duties: 業務システムの設計と実装 | designing and building business systems ; 障害の原因調査 | investigating incidents ; 要件の整理 | clarifying requirements ; 既存機能の改修 | reworking existing features
result: 応答時間を{n}%短縮 | shortened response time by {n}%
certs: 応用情報技術者 | applied information technology engineer ; データベーススペシャリスト | database specialist
next: テックリード | tech lead ; ソフトウェアアーキテクト | software architect

== frontend : フロントエンドエンジニア | frontend engineer : it
skills: TypeScript | TypeScript ; React | React ; HTML・CSS | HTML and CSS ; レスポンシブ対応 | responsive layout ; アクセシビリティ改善 | accessibility work ; 状態管理 | state management ; 画面の表示速度改善 | page speed tuning ; コンポーネント設計 | component design ; ブラウザ互換性の確認 | cross-browser checks ; Storybook | Storybook
duties: Web画面の実装 | building web screens ; デザイナーとの仕様調整 | agreeing details with designers ; 表示の不具合の修正 | fixing display defects ; 共通部品の整備 | maintaining shared components
result: 画面の表示時間を{n}%短縮 | made pages load {n}% faster
certs: 基本情報技術者 | fundamental information technology engineer ; ウェブデザイン技能士 | web design technician
next: フロントエンドリード | frontend lead ; プロダクトマネージャー | product manager

== datascientist : データサイエンティスト | data scientist : it
skills: Python | Python ; 機械学習モデルの構築 | machine learning models ; 統計解析 | statistical analysis ; 特徴量設計 | feature engineering ; 需要予測 | demand forecasting ; データ可視化 | data visualisation ; A/Bテストの分析 | A/B test analysis ; pandas | pandas ; 自然言語処理 | natural language processing ; 実験計画 | experiment design
duties: 事業部門の課題の聞き取り | listening to business problems ; 予測モデルの評価 | evaluating prediction models ; 分析結果の報告 | presenting findings ; データの整備 | preparing data
result: 予測誤差を{n}%改善 | reduced forecast error by {n}%
certs: 統計検定準1級 | statistics certificate pre-grade 1 ; データサイエンティスト検定 | data scientist certificate
next: 分析チームリーダー | analytics lead ; 機械学習エンジニア | machine learning engineer

== infra : インフラエンジニア | infrastructure engineer : it
skills: Linuxサーバー構築 | Linux server administration ; AWS | AWS ; Kubernetes | Kubernetes ; Terraform | Terraform ; 死活監視 | uptime monitoring ; ネットワーク設計 | network design ; 負荷分散 | load balancing ; バックアップ設計 | backup design ; シェルスクリプト | shell scripting ; 障害時の切り戻し | rollback procedures
duties: サーバー環境の構築 | building server environments ; クラウドへの移行 | moving systems to the cloud ; 当番での障害対応 | answering on-call alerts ; 運用手順の文書化 | documenting operations
result: クラウド費用を{n}%削減 | cut cloud costs by {n}%
certs: ネットワークスペシャリスト | network specialist ; Linux技術者認定 | Linux administrator certificate
next: SREリーダー | site reliability lead ; クラウドアーキテクト | cloud architect

== security : セキュリティエンジニア | security engineer : it
skills: 脆弱性診断 | vulnerability assessment ; 侵入テスト | penetration testing ; ログ分析 | security log analysis ; インシデント対応 | incident response ; マルウェア解析 | malware analysis ; ファイアウォール運用 | firewall operation ; 脅威モデリング | threat modelling ; 暗号鍵の管理 | encryption key management ; フォレンジック調査 | digital forensics ; アクセス権の監査 | access rights audit
duties: 社内システムの診断 | assessing internal systems ; 監視センターの運営 | running the monitoring centre ; 社員向けの訓練 | training employees ; 対策方針の策定 | setting protection policy
result: 重大な脆弱性の残存件数を{n}%削減 | reduced open critical weaknesses by {n}%
certs: 情報処理安全確保支援士 | registered information security specialist ; CISSP | CISSP
next: CSIRTリーダー | incident team lead ; 情報セキュリティ責任者 | chief information security officer

== qa : QAエンジニア | QA engineer : it
skills: テスト計画の策定 | test planning ; 探索的テスト | exploratory testing ; Selenium | Selenium ; 不具合票の管理 | bug tracking ; 回帰テスト | regression testing ; テストケース設計 | test case design ; 境界値分析 | boundary value analysis ; 受け入れテスト | acceptance testing ; 品質メトリクス | quality metrics ; 負荷テスト | load testing
duties: リリース判定の支援 | supporting release decisions ; テスト環境の準備 | preparing test environments ; 開発者への結果の共有 | sharing results with developers ; 検証手順の改善 | improving test procedures
result: 本番での不具合を{n}%削減 | reduced defects in production by {n}%
certs: ソフトウェアテスト技術者資格 | software testing certificate ; ソフトウェア品質技術者資格 | software quality certificate
next: QAマネージャー | QA manager ; テスト自動化エンジニア | test automation engineer

== itpm : ITプロジェクトマネージャー | IT project manager : it
skills: 進捗管理 | progress tracking ; WBS作成 | work breakdown structures ; 要件定義 | requirements definition ; 課題管理 | issue management ; 見積もり | effort estimation ; ベンダー管理 | vendor management ; スコープ調整 | scope negotiation ; リスク管理表 | risk registers ; ステアリング会議の運営 | steering committee meetings ; アジャイル開発の推進 | agile delivery
duties: 開発案件の計画立案 | planning development projects ; 顧客への進捗報告 | reporting progress to clients ; 体制と予算の管理 | managing team and budget ; 協力会社との調整 | coordinating partner firms
result: 納期遅延の件数を{n}%削減 | reduced late deliveries by {n}%
certs: PMP | PMP ; プロジェクトマネージャ試験合格 | project manager examination
next: プログラムマネージャー | programme manager ; IT部門長 | head of IT

== helpdesk : ヘルプデスク | help desk technician : it
skills: パソコンの初期設定 | computer set-up ; パスワード再発行 | password resets ; 問い合わせ票の起票 | ticket logging ; 遠隔操作での支援 | remote support ; FAQの整備 | FAQ writing ; アカウント管理 | account administration ; プリンター障害の対応 | printer troubleshooting ; IT資産台帳 | IT asset records ; 操作説明会 | user training sessions ; 一次切り分け | first-level triage
duties: 社員からの問い合わせ対応 | answering employee questions ; 端末の貸与と回収 | lending and collecting devices ; 専門部署への引き継ぎ | passing cases to specialists ; 利用手引きの作成 | writing user guides
result: 平均解決時間を{n}%短縮 | shortened resolution time by {n}%
certs: ITパスポート | IT passport ; ITサービス管理の基礎資格 | IT service management foundation
next: 社内SE | internal systems engineer ; サービスデスク管理者 | service desk manager

== mechdesign : 機械設計エンジニア | mechanical design engineer : manufacturing
skills: 3D CAD | 3D CAD ; 強度計算 | strength calculation ; 公差設計 | tolerance design ; 構造解析 | structural analysis ; 製図 | technical drawing ; 筐体設計 | enclosure design ; 材料選定 | material selection ; 試作評価 | prototype evaluation ; 機構設計 | mechanism design ; 設計審査 | design review
duties: 新製品の機構の検討 | studying mechanisms for new products ; 部品図と組立図の作成 | preparing part and assembly drawings ; 製造部門との調整 | coordinating with production ; 原価低減の提案 | proposing cost reductions
result: 部品点数を{n}%削減 | reduced the number of parts by {n}%
certs: 機械設計技術者 | mechanical design engineer certificate ; CAD利用技術者 | CAD engineer certificate
next: 設計リーダー | design team leader ; 開発プロジェクト責任者 | development project head

== prodeng : 生産技術エンジニア | production engineer : manufacturing
skills: 工程設計 | process design ; 治具設計 | jig design ; 設備導入 | equipment introduction ; サイクルタイム短縮 | cycle time reduction ; 自動化ラインの立ち上げ | automated line start-up ; 産業用ロボットの教示 | robot teaching ; 作業標準書 | work standards ; ライン編成 | line balancing ; 工程FMEA | process FMEA ; 金型の改善 | mould improvement
duties: 新しい生産ラインの計画 | planning new production lines ; 設備メーカーとの仕様調整 | agreeing specifications with equipment makers ; 量産試作の推進 | driving pilot production ; 海外工場の支援 | supporting overseas plants
result: 一人当たりの生産量を{n}%向上 | raised output per worker by {n}%
certs: 生産技術者検定 | production engineer certificate ; 機械保全技能士 | machine maintenance technician
next: 生産技術課長 | production engineering manager ; 工場長 | plant manager

== machinist : NC旋盤オペレーター | CNC machinist : manufacturing
skills: NCプログラミング | CNC programming ; 旋盤加工 | lathe turning ; フライス加工 | milling ; 刃具の選定 | cutting tool selection ; マシニングセンタの段取り | machining centre set-up ; ノギスでの寸法測定 | caliper measurement ; 研削加工 | grinding ; 図面の読み取り | blueprint reading ; 芯出し | workpiece alignment ; 切削条件の調整 | cutting condition adjustment
duties: 金属部品の加工 | machining metal parts ; 加工機の段取り替え | changing over machines ; 加工後の寸法検査 | checking finished dimensions ; 若手への技能指導 | teaching younger staff
result: 段取り時間を{n}%短縮 | shortened set-up time by {n}%
certs: 機械加工技能士 | machining technician ; 研削といしの取替え特別教育 | grinding wheel safety training
next: 加工現場の班長 | machining team leader ; 生産技術担当 | production engineering staff

== welder : 溶接工 | welder : manufacturing
skills: アーク溶接 | arc welding ; TIG溶接 | TIG welding ; ガス切断 | gas cutting ; 溶接ビードの検査 | weld bead inspection ; 半自動溶接 | semi-automatic welding ; 開先加工 | bevel preparation ; 歪み取り | distortion correction ; ステンレスの接合 | stainless steel joining ; 仮付け | tack welding ; 溶接記号の理解 | reading weld symbols
duties: 鋼構造物の組立 | assembling steel structures ; 配管部材の接合 | joining pipework ; 溶接機の手入れ | looking after welding machines ; 仕上がりの外観確認 | checking the finish
result: 手直しの件数を{n}%削減 | reduced rework by {n}%
certs: 溶接技能者 | qualified welder ; ガス溶接技能講習 | gas welding course
next: 溶接管理技術者 | welding coordinator ; 製缶班長 | fabrication team leader

== qc : 品質管理担当 | quality controller : manufacturing
skills: 抜き取り検査 | sampling inspection ; QC七つ道具 | the seven QC tools ; 不良原因の解析 | defect cause analysis ; 管理図 | control charts ; ISO9001の内部監査 | ISO 9001 internal audits ; 是正処置報告書 | corrective action reports ; 三次元測定 | coordinate measurement ; 受入検査 | incoming inspection ; 測定器の校正 | gauge calibration ; なぜなぜ分析 | five-whys analysis
duties: 完成品の検査 | inspecting finished goods ; 顧客からの苦情対応 | answering customer complaints ; 仕入先の品質指導 | guiding suppliers on quality ; 検査基準の見直し | revising inspection standards
result: 工程内の不良率を{n}%削減 | reduced the in-process defect rate by {n}%
certs: 品質管理検定2級 | quality control examination grade 2 ; ISO内部監査員 | ISO internal auditor
next: 品質保証課長 | quality assurance manager ; 監査責任者 | lead auditor

== planner : 生産管理担当 | production planner : manufacturing
skills: 生産計画の立案 | production scheduling ; 資材調達 | material procurement ; 納期調整 | delivery date negotiation ; MRP | MRP ; 部品表の管理 | bill of materials control ; 負荷の平準化 | workload levelling ; 工程の進度管理 | shop floor progress control ; 外注管理 | subcontractor control ; 仕掛品の削減 | work-in-process reduction ; 棚卸し | stocktaking
duties: 週次計画の作成 | making weekly plans ; 営業部門との需給調整 | matching supply with sales needs ; 欠品の防止 | preventing shortages ; 仕入先への発注 | placing orders with suppliers
result: 在庫金額を{n}%削減 | reduced inventory value by {n}%
certs: 生産管理プランナー | production planning certificate ; 衛生管理者 | health supervisor licence
next: 生産管理課長 | production control manager ; 購買責任者 | head of purchasing

== circuit : 電気回路設計者 | circuit designer : manufacturing
skills: アナログ回路設計 | analogue circuit design ; 基板レイアウト | PCB layout ; FPGA | FPGA ; オシロスコープでの測定 | oscilloscope measurement ; 電源回路 | power supply circuits ; ノイズ対策 | noise suppression ; 回路シミュレーション | circuit simulation ; はんだ付け | soldering ; マイコン制御 | microcontroller firmware ; EMC試験 | EMC testing
duties: 電子基板の仕様検討 | specifying electronic boards ; 試作基板の評価 | evaluating trial boards ; 部品の選定 | choosing components ; 量産への移管 | handing designs to production
result: 消費電力を{n}%削減 | cut power consumption by {n}%
certs: 電子機器組立て技能士 | electronics assembly technician ; 第三種電気主任技術者 | chief electrical engineer class 3
next: ハードウェア開発リーダー | hardware lead ; システムアーキテクト | system architect

== maintenance : 設備保全担当 | maintenance technician : manufacturing
skills: 予防保全 | preventive maintenance ; 油圧機器の修理 | hydraulic repair ; ベアリング交換 | bearing replacement ; 振動診断 | vibration diagnosis ; シーケンサの修正 | PLC troubleshooting ; 給油管理 | lubrication control ; 予備品管理 | spare parts management ; モーターの点検 | motor inspection ; 空圧機器の調整 | pneumatic adjustment ; 突発故障の復旧 | breakdown recovery
duties: 生産設備の定期点検 | inspecting plant regularly ; 修理計画の作成 | planning repairs ; 保全記録の整理 | keeping maintenance records ; 改良工事の立ち会い | overseeing improvement work
result: 設備の停止時間を{n}%削減 | reduced downtime by {n}%
certs: 電気工事士 | electrician licence ; 危険物取扱者 | hazardous materials handler
next: 保全課長 | maintenance manager ; 設備計画担当 | plant planning engineer

== architect : 建築士 | architect : construction
skills: 意匠設計 | architectural design ; 建築確認申請 | building permit applications ; BIM | BIM ; 基本計画 | schematic planning ; 建築模型 | scale models ; 法規の確認 | building code checks ; 工事監理 | design supervision on site ; 施主との打ち合わせ | client briefing ; 省エネ計算 | energy performance calculation ; 実施設計図 | construction drawings
duties: 住宅と店舗の設計 | designing houses and shops ; 敷地の調査 | surveying building plots ; 構造設計者との調整 | coordinating with structural engineers ; 設計提案の発表 | presenting proposals
result: 設計変更の件数を{n}%削減 | reduced design changes by {n}%
certs: 一級建築士 | first-class architect ; 二級建築士 | second-class architect
next: 設計室長 | head of design ; 独立開業の建築家 | independent architect

== sitesuper : 施工管理技士 | site supervisor : construction
skills: 工程表の作成 | site schedule making ; 安全パトロール | safety patrols ; 施工図の確認 | shop drawing checks ; 職人の手配 | crew arrangement ; 工事写真 | site photo records ; コンクリート打設の管理 | concrete pour control ; 朝礼の進行 | morning site meetings ; 近隣対応 | neighbour relations ; 足場の点検 | scaffold inspection ; 実行予算の管理 | site budget control
duties: 建築現場の管理 | running building sites ; 協力業者との打ち合わせ | meeting subcontractors ; 竣工検査の準備 | preparing for completion checks ; 資材搬入の調整 | timing material deliveries
result: 工期を計画比で{n}%短縮 | finished projects {n}% faster than planned
certs: 一級建築施工管理技士 | first-class construction supervisor ; 職長教育 | foreman safety training
next: 現場所長 | site director ; 工事部長 | construction manager

== surveyor : 測量士 | land surveyor : construction
skills: トータルステーション | total station work ; 水準測量 | levelling survey ; GNSS測量 | GNSS positioning ; 境界確認 | boundary confirmation ; 地形図の作成 | topographic mapping ; ドローン測量 | drone surveying ; 用地調査 | land acquisition surveys ; 基準点の設置 | control point setting ; 座標計算 | coordinate calculation ; 三次元点群 | 3D point clouds
duties: 道路予定地の測量 | surveying planned roads ; 現地踏査 | walking the site ; 測量成果の取りまとめ | compiling survey results ; 隣地所有者との立ち会い | meeting neighbouring owners
result: 測量作業の日数を{n}%短縮 | cut survey days by {n}%
certs: 測量士 | licensed surveyor ; 土地家屋調査士 | land and house investigator
next: 測量部門の責任者 | head of surveying ; 土地家屋調査士 | boundary specialist

== electrician : 電気工事士 | electrician : construction
skills: 屋内配線 | indoor wiring ; 分電盤の取り付け | distribution board fitting ; 絶縁抵抗測定 | insulation testing ; 照明器具の設置 | light fitting installation ; 電線管の加工 | conduit bending ; 受変電設備の点検 | substation inspection ; 漏電調査 | earth fault tracing ; 太陽光パネルの設置 | solar panel installation ; 接地工事 | earthing work ; 弱電設備の配線 | low-voltage cabling
duties: 新築住宅の電気工事 | wiring new houses ; 店舗の改装工事 | refitting shops ; 検査書類の作成 | preparing inspection papers ; 修理依頼への対応 | attending repair calls
result: 再工事の件数を{n}%削減 | reduced repeat work by {n}%
certs: 第二種電気工事士 | electrician class 2 ; 第一種電気工事士 | electrician class 1
next: 電気工事の現場代理人 | electrical site agent ; 電気主任技術者 | chief electrical engineer

== plumber : 配管工 | plumber : construction
skills: 給水配管 | water supply piping ; 排水管の勾配調整 | drain gradient setting ; 漏水修理 | leak repair ; ねじ切り加工 | pipe threading ; 給湯器の交換 | water heater replacement ; 水圧試験 | pressure testing ; 衛生器具の取り付け | sanitary fixture fitting ; 保温工事 | pipe insulation ; 空調配管 | air-conditioning pipework ; 排水管の洗浄 | drain cleaning
duties: 集合住宅の設備工事 | fitting out apartment blocks ; 改修工事の事前調査 | surveying before renovation ; 緊急の水漏れ対応 | answering emergency leaks ; 材料の拾い出し | listing materials
result: 漏水による再訪問を{n}%削減 | reduced call-backs for leaks by {n}%
certs: 配管技能士 | plumbing technician ; 給水装置工事主任技術者 | water supply engineer
next: 管工事の現場責任者 | plumbing site leader ; 設備会社の独立経営者 | plumbing contractor

== interior : インテリアデザイナー | interior designer : construction
skills: 空間コーディネート | room coordination ; 家具の選定 | furniture selection ; 照明計画 | lighting plans ; 内装材の提案 | finish material proposals ; パース作成 | perspective drawing ; 色彩計画 | colour schemes ; 店舗の内装設計 | shop interior design ; カーテンの採寸 | curtain measuring ; ショールームの案内 | showroom guidance ; 収納計画 | storage planning
duties: 顧客の好みの聞き取り | learning client tastes ; 提案資料の作成 | preparing proposal boards ; 施工業者への指示 | instructing fitters ; 予算内での調整 | keeping within budget
result: 提案の成約率を{n}%向上 | raised the proposal win rate by {n}%
certs: インテリアコーディネーター | interior coordinator ; 色彩検定 | colour examination
next: チーフデザイナー | chief designer ; 空間プロデューサー | space producer

== carpenter : 大工 | carpenter : construction
skills: 墨付け | timber marking ; 木材の刻み | joint cutting ; 建て方 | timber frame raising ; 造作工事 | interior joinery ; 床張り | floor laying ; かんな掛け | planing ; 屋根下地 | roof sheathing ; 階段の取り付け | staircase fitting ; 耐震補強 | seismic reinforcement ; 古民家の改修 | old house renovation
duties: 木造住宅の建築 | building timber houses ; 建具の調整 | adjusting doors and windows ; 見習いの育成 | training apprentices ; 資材の検品 | checking materials
result: 端材の廃棄量を{n}%削減 | reduced timber waste by {n}%
certs: 建築大工技能士 | carpentry technician ; 木造建築物の組立て等作業主任者 | timber assembly chief
next: 棟梁 | master carpenter ; 工務店の経営者 | building firm owner

== accountant : 経理担当 | accountant : finance
skills: 仕訳入力 | journal entries ; 月次決算 | monthly closing ; 売掛金管理 | accounts receivable ; 連結決算 | consolidated accounts ; 固定資産管理 | fixed asset ledgers ; 経費精算 | expense reimbursement ; 消費税の申告 | consumption tax returns ; 原価計算 | cost accounting ; 支払業務 | payment runs ; 試算表 | trial balances
duties: 帳簿の作成と確認 | keeping and checking the books ; 監査法人への対応 | answering auditors ; 予算実績の分析 | comparing budget with results ; 会計システムの導入 | introducing accounting software
result: 決算にかかる日数を{n}%短縮 | shortened the closing by {n}%
certs: 日商簿記1級 | bookkeeping grade 1 ; 日商簿記2級 | bookkeeping grade 2
next: 経理課長 | accounting manager ; 最高財務責任者 | chief financial officer

== loan : 融資担当 | loan officer : finance
skills: 財務諸表の分析 | borrower financial analysis ; 融資稟議書 | loan approval papers ; 担保評価 | collateral valuation ; 信用格付け | credit rating ; 住宅ローンの審査 | mortgage screening ; 資金繰りの相談 | cash-flow advice ; 事業計画の査定 | business plan appraisal ; 債権回収 | debt collection ; 保証協会の利用 | credit guarantee schemes ; 取引先の訪問 | borrower visits
duties: 中小企業への融資提案 | proposing loans to small firms ; 審査書類の作成 | preparing screening papers ; 貸付後の経過確認 | following up loans ; 新規取引先の開拓 | finding new borrowers
result: 融資残高を{n}%拡大 | grew the loan balance by {n}%
certs: 銀行業務検定財務2級 | banking finance examination ; 中小企業診断士 | small business consultant
next: 支店の融資課長 | branch loan manager ; 審査部の調査役 | credit examiner

== insurance : 保険外交員 | insurance agent : finance
skills: 生命保険の提案 | life insurance proposals ; ライフプラン相談 | life planning advice ; 保障内容の見直し | coverage reviews ; 契約の保全手続き | policy servicing ; 損害保険の更新 | non-life policy renewal ; 保険金請求の支援 | claims support ; 見込み客の開拓 | prospecting ; 告知義務の説明 | disclosure duty explanation ; 個人年金の案内 | personal pension advice ; 重要事項の説明 | key terms explanation
duties: 顧客宅への訪問 | visiting clients at home ; 設計書の作成 | preparing policy illustrations ; 契約後の定期連絡 | keeping in touch after signing ; 職域での相談会 | holding workplace advice sessions
result: 契約の継続率を{n}%向上 | raised the policy renewal rate by {n}%
certs: 生命保険募集人 | life insurance agent registration ; 2級FP技能士 | financial planner grade 2
next: 営業所長 | agency office head ; 独立系の保険代理店主 | independent broker

== analyst : 証券アナリスト | securities analyst : finance
skills: 企業価値評価 | company valuation ; 業績予想 | earnings forecasts ; アナリストレポート | analyst reports ; 業界調査 | industry research ; 財務モデリング | financial modelling ; 株価指標の分析 | share price ratios ; 経営者への取材 | management interviews ; 割引現在価値法 | discounted cash flow ; 投資判断 | investment ratings ; 債券分析 | bond analysis
duties: 担当企業の調査 | covering listed companies ; 投資家への説明 | briefing investors ; 決算発表の分析 | analysing results announcements ; 市場動向の報告 | reporting market trends
result: 業績予想の誤差を{n}%改善 | reduced forecast errors by {n}%
certs: 証券アナリスト資格 | chartered securities analyst ; 証券外務員一種 | securities representative class 1
next: ファンドマネージャー | fund manager ; 調査部長 | head of research

== auditor : 公認会計士 | certified public accountant : finance
skills: 会計監査 | financial audits ; 内部統制の評価 | internal control evaluation ; 監査調書 | audit working papers ; 実査 | physical asset counts ; 監査計画 | audit planning ; 会計基準の解釈 | accounting standard interpretation ; 残高確認 | balance confirmation ; 監査報告書 | audit opinions ; 不正調査 | fraud investigation ; 株式公開の支援 | listing support
duties: 上場企業の法定監査 | auditing listed companies ; 経営者との討議 | discussing issues with management ; 若手会計士の指導 | coaching junior accountants ; 子会社の往査 | visiting subsidiaries
result: 監査工数を{n}%削減 | reduced audit hours by {n}%
certs: 公認会計士 | certified public accountant ; 税理士 | licensed tax accountant
next: 監査法人の社員 | audit partner ; 社外監査役 | outside auditor

== apparel : アパレル店長 | clothing store manager : retail
skills: 接客販売 | in-store styling advice ; 店頭陳列 | visual merchandising ; シフト作成 | staff rosters ; 売上目標の管理 | sales target management ; 在庫の消化計画 | clearance planning ; 顧客名簿の活用 | client book use ; スタッフの接客指導 | sales floor coaching ; レジ締め | till closing ; コーディネート提案 | outfit coordination ; セールの企画 | seasonal sale planning
duties: 店舗運営の統括 | running the store ; 採用面接 | interviewing applicants ; 本部への週次報告 | reporting weekly to head office ; 売場の模様替え | rearranging the floor
result: 店舗売上を前年比で{n}%向上 | grew store sales by {n}% year on year
certs: 販売士2級 | retail marketing certificate grade 2 ; ファッション販売能力検定 | fashion sales certificate
next: エリアマネージャー | area manager ; 本部の販売企画 | head office merchandiser

== buyer : バイヤー | buyer : retail
skills: 商品の買い付け | product sourcing ; 仕入れ価格の交渉 | purchase price negotiation ; 展示会の視察 | trade show visits ; 売れ筋分析 | best-seller analysis ; 品揃え計画 | assortment planning ; 海外仕入先の開拓 | overseas supplier development ; 粗利益の管理 | gross margin control ; 発注数量の決定 | order quantity decisions ; 商品カルテ | product data sheets ; プライベートブランドの開発 | private label development
duties: 季節商品の選定 | choosing seasonal goods ; 取引条件の取り決め | settling trade terms ; 店舗への商品説明 | presenting goods to stores ; 販売結果の検証 | reviewing sales results
result: 粗利益率を{n}%改善 | improved gross margin by {n}%
certs: 販売士1級 | retail marketing certificate grade 1 ; 貿易実務検定 | trade practice certificate
next: 商品部長 | head of merchandise ; ブランド責任者 | brand director

== ecommerce : ECサイト運営担当 | online shop operator : retail
skills: 商品ページの作成 | product page making ; 受注処理 | order processing ; モール出店の運営 | marketplace storefronts ; メールマガジン | email newsletters ; 商品撮影の手配 | product photo arrangement ; レビューの管理 | review management ; 購入率の改善 | conversion improvement ; カート離脱の対策 | cart abandonment measures ; 返品対応 | returns handling ; ささげ業務 | product listing data entry
duties: 通販サイトの更新 | updating the web shop ; 販促キャンペーンの実施 | running promotions ; 出荷部門との連携 | working with the shipping team ; 売上データの集計 | summarising sales data
result: サイトの購入率を{n}%向上 | raised the conversion rate by {n}%
certs: ネットショップ実務士 | online shop certificate ; ウェブ解析士 | web analytics consultant
next: EC事業責任者 | head of e-commerce ; デジタル販促担当 | digital promotion manager

== beauty : 美容部員 | beauty adviser : retail
skills: 肌診断 | skin analysis ; メイクアップの実演 | make-up demonstrations ; 化粧品の提案 | cosmetics recommendation ; タッチアップ | counter touch-ups ; スキンケアの説明 | skincare advice ; 香水の紹介 | fragrance introduction ; 顧客カルテの記入 | customer skin records ; カウンターの装飾 | cosmetics counter display ; 新色の案内 | new shade launches ; 再来店の促進 | repeat visit promotion
duties: 百貨店の売場での接客 | serving customers at the counter ; 季節の催事の運営 | running seasonal events ; 後輩の技術指導 | teaching make-up skills to juniors ; 試供品の管理 | managing samples
result: 固定客の数を{n}%拡大 | increased regular customers by {n}%
certs: 日本化粧品検定1級 | cosmetics examination grade 1 ; メイクアップ技能検定 | make-up skills certificate
next: カウンターマネージャー | counter manager ; 美容トレーナー | beauty trainer

== chef : 和食料理人 | Japanese cuisine chef : food
skills: 包丁さばき | knife skills ; 出汁の取り方 | dashi making ; 魚の三枚おろし | fish filleting ; 懐石料理 | kaiseki courses ; 盛り付け | plating ; 焼き場 | grill station work ; 煮物の仕込み | simmered dish preparation ; 寿司の握り | sushi making ; 旬の食材の目利き | choosing seasonal ingredients ; だし巻き卵 | rolled omelette
duties: 板場の仕切り | running the kitchen line ; 季節の献立の考案 | devising seasonal menus ; 市場での仕入れ | buying at the market ; 若手料理人の育成 | training young cooks
result: 食材の原価率を{n}%改善 | improved food cost by {n}%
certs: 調理師免許 | cook's licence ; ふぐ処理師 | blowfish handling licence
next: 料理長 | head chef ; 料理店の店主 | restaurant owner

== pastry : パティシエ | pastry chef : food
skills: 生クリームの絞り | cream piping ; スポンジの焼成 | sponge baking ; チョコレートのテンパリング | chocolate tempering ; タルト生地 | tart dough ; デコレーションケーキ | cake decoration ; 焼き菓子の製造 | baked confectionery ; 飴細工 | sugar work ; 菓子の配合計算 | recipe scaling ; マカロン | macarons ; 季節の新作菓子 | seasonal dessert creation
duties: 店頭に並べる菓子の製造 | making sweets for the shop ; 予約ケーキの仕上げ | finishing ordered cakes ; 製菓材料の管理 | controlling ingredients ; 衛生記録の作成 | keeping hygiene records
result: 廃棄する商品を{n}%削減 | reduced unsold waste by {n}%
certs: 製菓衛生師 | confectionery hygiene licence ; 菓子製造技能士 | confectionery technician
next: シェフパティシエ | executive pastry chef ; 洋菓子店の店主 | patisserie owner

== barista : バリスタ | barista : food
skills: エスプレッソの抽出 | espresso extraction ; ラテアート | latte art ; 豆の焙煎 | coffee roasting ; ハンドドリップ | pour-over brewing ; カッピング | coffee cupping ; ミルクのスチーミング | milk steaming ; グラインダーの調整 | grinder adjustment ; 豆の販売 | selling coffee beans ; ドリンクの開発 | drink development ; コーヒーマシンの清掃 | coffee machine cleaning
duties: カウンターでの接客 | serving guests at the bar ; 味の確認と調整 | tasting and adjusting ; 開店と閉店の作業 | opening and closing the café ; 新人への抽出の指導 | teaching brewing to newcomers
result: 提供までの時間を{n}%短縮 | shortened serving time by {n}%
certs: コーヒーマイスター | coffee meister ; 食品衛生責任者 | food hygiene manager
next: ヘッドバリスタ | head barista ; カフェの店長 | café manager

== sommelier : ソムリエ | sommelier : food
skills: ワインの選定 | wine selection ; テイスティング | wine tasting ; 料理との組み合わせの提案 | food and wine pairing ; セラー管理 | cellar management ; デキャンタージュ | decanting ; ワインリスト | wine lists ; グラスの選択 | glassware choice ; 産地の知識 | wine region knowledge ; 抜栓 | bottle opening ; チーズの提案 | cheese pairing
duties: 食事客への飲み物の案内 | advising diners on drinks ; 輸入業者との商談 | dealing with importers ; 飲料の原価管理 | controlling beverage costs ; 試飲会の開催 | hosting tasting events
result: 飲料の売上を{n}%向上 | grew beverage sales by {n}%
certs: ソムリエ資格 | sommelier certificate ; ワインエキスパート | wine expert certificate
next: シェフソムリエ | chief sommelier ; 飲料部門の責任者 | beverage director

== truck : トラック運転手 | truck driver : logistics
skills: 大型車の運転 | heavy vehicle driving ; 荷物の固縛 | load securing ; 日常点検 | daily vehicle checks ; 長距離輸送 | long-haul transport ; 運転日報 | driver logs ; ルート配送 | route deliveries ; 省燃費運転 | fuel-saving driving ; 荷下ろし | unloading ; 冷凍車の温度管理 | refrigerated truck control ; デジタルタコグラフ | digital tachographs
duties: 食品と雑貨の配送 | delivering food and general goods ; 納品先での検品 | checking goods on delivery ; 車両の清掃と整備 | cleaning and servicing the vehicle ; 運行時間の順守 | keeping to schedules
result: 燃料費を{n}%削減 | cut fuel costs by {n}%
certs: 大型自動車免許 | heavy vehicle licence ; けん引免許 | trailer licence
next: 運行管理者 | transport manager ; 指導ドライバー | driving instructor for new staff

== warehouse : 倉庫管理者 | warehouse manager : logistics
skills: 入出庫管理 | inbound and outbound control ; フォークリフトの運転 | forklift driving ; ロケーション管理 | location management ; ピッキング | picking ; 在庫差異の調査 | stock discrepancy checks ; 梱包作業 | packing ; 倉庫管理システム | warehouse management system ; 庫内動線の改善 | warehouse flow improvement ; 出荷検品 | shipping inspection ; パート作業者の配置 | part-time crew allocation
duties: 物流センターの運営 | running a distribution centre ; 荷主との調整 | coordinating with shippers ; 繁忙期の人員計画 | planning staff for busy seasons ; 安全教育 | giving safety training
result: 誤出荷を{n}%削減 | reduced shipping errors by {n}%
certs: フォークリフト運転技能講習 | forklift licence ; 物流技術管理士 | logistics management certificate
next: 物流センター長 | distribution centre head ; 物流企画担当 | logistics planner

== trade : 貿易事務 | trade clerk : logistics
skills: 船積書類の作成 | shipping documents ; 通関手配 | customs clearance arrangement ; 信用状の確認 | letter of credit checks ; インボイス | commercial invoices ; 船腹予約 | vessel booking ; 関税分類 | tariff classification ; 原産地証明書 | certificates of origin ; 海上保険の手配 | marine insurance arrangement ; 英文メール | export correspondence ; 為替予約 | forward exchange contracts
duties: 輸出入の手続き | handling imports and exports ; 海外拠点との連絡 | contacting overseas offices ; 納期の追跡 | tracking shipments ; 運賃の比較 | comparing freight rates
result: 輸送費を{n}%削減 | cut freight costs by {n}%
certs: 通関士 | customs broker ; 貿易実務検定B級 | trade practice certificate grade B
next: 貿易課主任 | trade section chief ; 国際物流の営業 | freight sales representative

== dispatcher : 配車担当 | dispatcher : logistics
skills: 配車計画 | vehicle allocation ; 運転手の勤務管理 | driver hours control ; 点呼 | roll calls ; 協力会社の車両手配 | partner truck hiring ; 積載率の改善 | load factor improvement ; 渋滞情報の収集 | traffic information gathering ; 運賃の見積もり | freight quotations ; 動態管理 | fleet tracking ; 事故対応 | accident handling ; 緊急便の手配 | express run arrangement
duties: 翌日の運行の組み立て | planning the next day's runs ; 荷主からの受注 | taking orders from shippers ; 運転手への指示 | instructing drivers ; 運行実績の集計 | summarising trips
result: 空車での走行距離を{n}%削減 | reduced empty mileage by {n}%
certs: 運行管理者資格 | transport manager licence ; 整備管理者 | vehicle maintenance manager
next: 営業所の所長 | depot manager ; 運送部門の課長 | haulage section manager

== mathteacher : 高校数学教員 | high school mathematics teacher : education
skills: 数学の授業 | mathematics lessons ; 定期試験の作問 | examination setting ; 学級経営 | class management ; 進路指導 | career guidance for pupils ; 板書計画 | blackboard planning ; 微分積分の指導 | calculus teaching ; 部活動の顧問 | club supervision ; 三者面談 | pupil and parent conferences ; 学習評価 | grading ; 補習 | remedial classes
duties: 学級の担任 | acting as form teacher ; 教材の研究と準備 | preparing teaching materials ; 校務の分担 | sharing school duties ; 学校行事の運営 | organising school events
result: 担当学年の平均点を{n}%向上 | raised the average mark of the year by {n}%
certs: 高等学校教諭一種免許 | high school teaching licence ; 数学検定1級 | mathematics examination grade 1
next: 学年主任 | head of year ; 教頭 | deputy head teacher

== jpteacher : 日本語教師 | Japanese language teacher : education
skills: 文型の導入 | introducing sentence patterns ; 留学生の指導 | teaching overseas students ; 会話練習 | conversation drills ; 日本語能力試験の対策 | JLPT preparation ; 漢字の指導 | kanji teaching ; 発音の矯正 | pronunciation correction ; 教案の作成 | lesson plan writing ; ビジネス日本語 | business Japanese ; 直接法での授業 | direct method teaching ; 作文の添削 | composition correction
duties: 初級クラスの担当 | teaching beginner classes ; 学習者の生活相談 | advising learners on daily life ; 到達度の測定 | measuring progress ; オンライン授業の実施 | giving online lessons
result: 能力試験の合格率を{n}%向上 | raised the test pass rate by {n}%
certs: 登録日本語教員 | registered Japanese teacher ; 日本語教育能力検定 | Japanese teaching competency test
next: 主任教員 | lead instructor ; 日本語学校の校長 | language school principal

== librarian : 司書 | librarian : education
skills: 蔵書管理 | collection management ; 目録作成 | cataloguing ; レファレンス対応 | reference enquiries ; 選書 | book selection ; 分類番号の付与 | classification ; 貸出窓口 | lending desk work ; 本の修理 | book repair ; 展示コーナーの企画 | book display planning ; おはなし会 | story time sessions ; 相互貸借 | interlibrary loans
duties: 図書館の利用案内 | guiding library users ; 資料の受け入れと登録 | receiving and registering books ; 読書行事の開催 | holding reading events ; 書架の整理 | tidying the shelves
result: 年間の貸出冊数を{n}%拡大 | increased annual loans by {n}%
certs: 司書資格 | librarian licence ; 司書教諭 | teacher librarian licence
next: 図書館長 | library director ; 専門図書館の司書 | special librarian

== recruiter : 採用担当 | recruiter : office
skills: 求人票の作成 | job advert writing ; 書類選考 | application screening ; 面接の設定 | interview arrangement ; 会社説明会 | company information sessions ; ダイレクトリクルーティング | direct sourcing ; 内定者フォロー | follow-up of job offers ; 採用計画 | hiring plans ; 適性検査の運用 | aptitude tests ; 人材紹介会社との交渉 | agency negotiation ; 新卒採用 | graduate recruitment
duties: 採用活動の企画と実行 | planning and running recruitment ; 応募者との連絡 | contacting applicants ; 現場部門の要望の整理 | clarifying what teams need ; 採用広報 | promoting the employer
result: 一人当たりの採用費を{n}%削減 | cut the cost per hire by {n}%
certs: キャリアコンサルタント | career consultant licence ; メンタルヘルス・マネジメント検定 | mental health management certificate
next: 人事課長 | HR manager ; 人事ビジネスパートナー | HR business partner

== payroll : 給与労務担当 | payroll officer : office
skills: 給与計算 | payroll calculation ; 社会保険の手続き | social insurance procedures ; 年末調整 | year-end tax adjustment ; 勤怠管理 | attendance records ; 就業規則の改定 | work rule revision ; 入退社の手続き | joiner and leaver procedures ; 住民税の更新 | resident tax updates ; 労災の申請 | work injury claims ; 36協定の届け出 | overtime agreement filing ; 賞与計算 | bonus calculation
duties: 毎月の給与の支給 | paying monthly salaries ; 従業員からの制度の質問対応 | answering staff questions on benefits ; 労働基準監督署への届け出 | filing with the labour office ; 人事データの更新 | updating personnel data
result: 給与計算の作業時間を{n}%削減 | cut payroll processing time by {n}%
certs: 社会保険労務士 | labour and social security attorney ; 給与計算実務能力検定 | payroll skills certificate
next: 労務課長 | labour relations manager ; 社労士事務所の開業者 | independent labour consultant

== legal : 企業法務担当 | corporate legal officer : office
skills: 契約書の審査 | contract review ; 法律相談への回答 | in-house legal advice ; 秘密保持契約 | non-disclosure agreements ; 商標の管理 | trademark management ; 株主総会の準備 | shareholder meeting preparation ; コンプライアンス研修 | compliance training ; 訴訟対応 | litigation support ; 個人情報保護 | data privacy rules ; 下請法の確認 | subcontract law checks ; 取締役会議事録 | board minutes
duties: 取引契約の作成 | drafting commercial contracts ; 顧問弁護士との連携 | working with outside counsel ; 社内規程の整備 | maintaining internal rules ; 法改正の調査 | researching changes in law
result: 契約審査の日数を{n}%短縮 | shortened contract turnaround by {n}%
certs: ビジネス実務法務検定2級 | business law examination grade 2 ; 個人情報保護士 | data privacy specialist
next: 法務部長 | general counsel ; コンプライアンス責任者 | compliance head

== pr : 広報担当 | public relations officer : office
skills: プレスリリース | press releases ; 記者対応 | media relations ; 社内報 | staff magazines ; 取材の調整 | media interview arrangement ; 危機管理広報 | crisis communication ; 企業サイトの更新 | corporate website updates ; メディア露出の測定 | media coverage measurement ; 記者会見 | press conferences ; ニュース素材の発掘 | story finding ; 広報誌の編集 | PR magazine editing
duties: 会社の情報発信 | communicating company news ; 経営者の発言の準備 | preparing executives' remarks ; 問い合わせ窓口の運営 | running the press desk ; 発表行事の運営 | organising launch events
result: 記事の掲載件数を{n}%拡大 | increased published articles by {n}%
certs: PRプランナー | PR planner ; 日本語検定 | Japanese writing certificate
next: 広報課長 | PR manager ; 経営企画担当 | corporate planner

== secretary : 秘書 | executive secretary : office
skills: 役員の日程調整 | executive diary management ; 来客応対 | visitor reception ; 出張の手配 | travel arrangement ; 会食の手配 | business dinner booking ; 慶弔対応 | ceremonial gifts and letters ; 挨拶文の作成 | drafting greetings ; 電話の取り次ぎ | call screening ; 名刺の管理 | business card files ; 役員会の準備 | board meeting preparation ; 手土産の選定 | gift selection
duties: 役員の業務の補佐 | supporting executives ; 書類の整理と保管 | filing documents ; 社内外との連絡 | communicating inside and outside the company ; 会議室の準備 | preparing meeting rooms
result: 会議準備の時間を{n}%短縮 | cut meeting preparation time by {n}%
certs: 秘書検定1級 | secretary examination grade 1 ; ビジネス文書検定 | business writing certificate
next: 秘書室長 | head of secretariat ; 総務課長 | general affairs manager

== b2bsales : 法人営業 | corporate sales representative : sales
skills: 新規開拓 | new account development ; 提案書の作成 | sales proposals ; 価格交渉 | price negotiation ; 顧客との関係づくり | account relationship building ; 商談管理 | deal pipeline management ; 見積書の作成 | quotation writing ; 既存顧客の深耕 | account expansion ; 製品の実演 | product demonstrations ; 売上予測 | sales forecasts ; 競合調査 | competitor research
duties: 担当地域の企業訪問 | visiting companies in the territory ; 契約の締結 | closing contracts ; 技術部門との同行訪問 | joint visits with engineers ; 代金回収の確認 | confirming payments
result: 担当地域の売上を{n}%拡大 | grew territory sales by {n}%
certs: 普通自動車免許 | driving licence ; 営業士検定 | sales certificate
next: 営業課長 | sales manager ; 営業企画担当 | sales planner

== digimarketer : デジタルマーケター | digital marketer : sales
skills: 検索連動型広告 | paid search ; SEO対策 | search engine optimisation ; アクセス解析 | web analytics ; SNS運用 | social media management ; ランディングページの改善 | landing page optimisation ; MAツールの運用 | marketing automation ; 広告予算の配分 | ad budget allocation ; 見込み客の育成 | lead nurturing ; 動画広告 | video advertising ; コンテンツ企画 | content planning
duties: 集客施策の立案 | planning campaigns ; 代理店との調整 | coordinating agencies ; 効果測定の報告 | reporting campaign results ; 顧客像の整理 | defining customer profiles
result: 獲得単価を{n}%削減 | cut cost per acquisition by {n}%
certs: ウェブ解析士 | web analytics consultant ; マーケティング検定 | marketing certificate
next: マーケティング責任者 | head of marketing ; 広告運用の管理者 | performance marketing manager

== callcenter : コールセンターオペレーター | call centre operator : sales
skills: 電話応対 | telephone handling ; 受電業務 | inbound calls ; 苦情の一次対応 | first response to complaints ; トークスクリプト | call scripts ; 応対履歴の入力 | call logging ; 敬語での会話 | polite telephone language ; 架電業務 | outbound calls ; チャット対応 | chat support ; 保留と転送 | call transfer ; 本人確認 | caller identification
duties: 顧客からの問い合わせ受付 | taking customer enquiries ; 申し込み内容の確認 | confirming applications ; 対応品質の自己点検 | reviewing call quality ; 新人の隣席支援 | sitting with new operators
result: 一件当たりの通話時間を{n}%短縮 | shortened call time by {n}%
certs: コンタクトセンター検定 | contact centre certificate ; 電話応対技能検定 | telephone skills certificate
next: スーパーバイザー | supervisor ; 応対品質の管理者 | call quality manager

== graphic : グラフィックデザイナー | graphic designer : creative
skills: Illustrator | Illustrator ; Photoshop | Photoshop ; ロゴ制作 | logo design ; 紙面レイアウト | page layout ; 文字組み | typesetting ; 入稿データの作成 | print-ready files ; パッケージデザイン | package design ; 色校正 | colour proofing ; ポスター制作 | poster design ; ブランドの視覚設計 | visual identity
duties: 広告物のデザイン | designing advertisements ; 依頼主との打ち合わせ | meeting clients ; 印刷所への指示 | instructing printers ; 写真素材の選定 | choosing images
result: 修正の往復回数を{n}%削減 | reduced revision rounds by {n}%
certs: DTPエキスパート | DTP expert ; 色彩検定1級 | colour examination grade 1
next: アートディレクター | art director ; 独立デザイナー | freelance designer

== videoeditor : 映像編集者 | video editor : creative
skills: Premiere Pro | Premiere Pro ; カット編集 | cutting ; テロップ入れ | caption insertion ; カラーグレーディング | colour grading ; 音声の整音 | audio mixing ; モーショングラフィックス | motion graphics ; 素材の整理 | footage logging ; 効果音の付加 | sound effects ; オフライン編集 | offline editing ; 書き出し設定 | export settings
duties: 番組と広告映像の編集 | editing programmes and commercials ; 演出家との試写 | screening cuts with directors ; 納品形式の確認 | confirming delivery formats ; 編集機材の管理 | managing editing equipment
result: 編集の所要時間を{n}%短縮 | shortened editing time by {n}%
certs: 映像音響処理技術者 | audio-visual technician ; CGクリエイター検定 | CG creator certificate
next: 映像ディレクター | video director ; ポストプロダクション管理者 | post-production manager

== translator : 翻訳者 | translator : creative
skills: 英日翻訳 | English-Japanese translation ; 用語集の整備 | glossary building ; 翻訳支援ツール | CAT tools ; 訳文の校閲 | translation review ; 特許翻訳 | patent translation ; 字幕翻訳 | subtitling ; 機械翻訳の後編集 | machine translation post-editing ; 契約書の翻訳 | contract translation ; ローカライズ | localisation ; 原文の調査 | source text research
duties: 技術文書の翻訳 | translating technical documents ; 訳語の統一 | keeping terms consistent ; 依頼元との仕様確認 | confirming instructions with clients ; 納期の管理 | meeting deadlines
result: 納品後の修正依頼を{n}%削減 | reduced corrections after delivery by {n}%
certs: 翻訳実務検定 | translation certificate ; 英語検定1級 | English examination grade 1
next: 翻訳コーディネーター | translation coordinator ; 独立翻訳者 | freelance translator

== writer : ウェブライター | web writer : creative
skills: 記事構成 | article outlines ; 取材執筆 | interview writing ; 見出し作成 | headline writing ; キーワード調査 | keyword research ; 推敲 | copy revision ; 校正記号 | proofreading marks ; 事実確認 | fact checking ; コラム執筆 | column writing ; 入稿管理画面の操作 | content management systems ; 文字起こし | transcription
duties: 情報記事の執筆 | writing information articles ; 編集会議への参加 | joining editorial meetings ; 専門家への取材 | interviewing experts ; 過去記事の更新 | refreshing old articles
result: 記事の閲覧数を{n}%拡大 | increased article views by {n}%
certs: ウェブライティング技能検定 | web writing certificate ; 校正技能検定 | proofreading certificate
next: 編集者 | editor ; 編集長 | editor-in-chief

== photographer : カメラマン | photographer : creative
skills: スタジオ撮影 | studio photography ; ライティング | studio lighting ; 人物撮影 | portrait photography ; RAW現像 | RAW development ; レタッチ | retouching ; ブライダル撮影 | wedding photography ; レンズの選択 | lens choice ; 構図の決定 | composition ; 料理撮影 | food photography ; ストロボ撮影 | flash photography
duties: 広告写真の撮影 | shooting advertising photographs ; 撮影場所の下見 | scouting locations ; 納品データの整理 | preparing delivery files ; 機材の手入れ | caring for equipment
result: 再撮影の件数を{n}%削減 | reduced reshoots by {n}%
certs: フォトマスター検定 | photo master certificate ; 写真技能士 | photography technician
next: チーフカメラマン | chief photographer ; 写真スタジオの経営者 | studio owner

== hotelfront : ホテルフロント | hotel receptionist : hospitality
skills: チェックイン業務 | check-in ; 客室の割り当て | room allocation ; 宿泊予約の管理 | room reservations ; 館内案内 | guest orientation ; 宿泊料の精算 | guest billing ; 手荷物の預かり | luggage storage ; 外国人客の英語対応 | English service for foreign guests ; 夜間フロント | night reception ; 満室調整 | overbooking control ; コンシェルジュ業務 | concierge service
duties: 宿泊客の受付 | receiving hotel guests ; 要望と苦情への対応 | handling requests and complaints ; 清掃部門との連携 | coordinating with housekeeping ; 日次売上の確認 | checking daily revenue
result: 宿泊客の満足度を{n}%向上 | raised guest satisfaction by {n}%
certs: ホテルビジネス実務検定 | hotel business certificate ; サービス接遇検定 | service etiquette certificate
next: フロントマネージャー | front office manager ; 宿泊部支配人 | rooms division manager

== tour : ツアープランナー | tour planner : hospitality
skills: 旅程の作成 | itinerary making ; 旅行商品の企画 | package tour planning ; 宿泊施設の仕入れ | hotel room contracting ; 航空券の手配 | flight ticketing ; 現地の下見 | destination inspection ; パンフレット制作 | travel brochures ; 添乗業務 | tour escorting ; ビザの案内 | visa guidance ; 旅行代金の設定 | tour pricing ; 団体旅行の手配 | group travel arrangement
duties: 国内外の旅行の企画 | planning trips at home and abroad ; 現地手配会社との交渉 | negotiating with local operators ; 参加者への説明会 | briefing participants ; 催行後の振り返り | reviewing finished tours
result: ツアーの集客数を{n}%拡大 | increased tour bookings by {n}%
certs: 総合旅行業務取扱管理者 | certified travel manager ; 旅程管理主任者 | tour conductor licence
next: 旅行企画の責任者 | head of tour planning ; 訪日旅行の担当者 | inbound tourism manager

== wedding : ウェディングプランナー | wedding planner : hospitality
skills: 挙式の進行管理 | ceremony coordination ; 新郎新婦との打ち合わせ | couple consultations ; 会場装花の手配 | floral arrangement orders ; 席次表 | seating charts ; ドレスの提案 | dress suggestions ; 司会者との調整 | liaison with the host ; 引き出物の選定 | wedding favours ; 披露宴の演出 | reception staging ; 式場見学の案内 | venue tours ; 婚礼見積書 | wedding estimates
duties: 結婚式の企画 | planning weddings ; 当日の現場の指揮 | directing the day itself ; 協力会社の手配 | arranging suppliers ; 成約に向けた接客 | winning bookings
result: 見学後の成約率を{n}%向上 | raised the booking rate after tours by {n}%
certs: ブライダルコーディネート技能士 | bridal coordinator ; フォーマルスペシャリスト | formal wear specialist
next: チーフプランナー | chief planner ; 婚礼部門の支配人 | wedding department manager

== cabin : 客室乗務員 | flight attendant : hospitality
skills: 機内サービス | in-flight service ; 保安業務 | cabin safety duties ; 緊急脱出の誘導 | evacuation guidance ; 機内アナウンス | cabin announcements ; 機内食の提供 | meal service on board ; 搭乗案内 | boarding assistance ; 応急手当 | first aid on board ; 免税品の販売 | duty-free sales ; 客室の離陸前確認 | pre-flight cabin checks ; 乳幼児連れの支援 | helping travellers with infants
duties: 国際線の乗務 | flying international routes ; 乗客の要望への対応 | attending to passengers ; 乗務前の打ち合わせ | attending crew briefings ; 乗務報告書の作成 | writing flight reports
result: 乗客からの好評の声を{n}%拡大 | increased passenger compliments by {n}%
certs: サービス介助士 | service assistant certificate ; 英語能力試験860点 | English test score 860
next: チーフパーサー | chief purser ; 訓練教官 | cabin crew instructor

== hairdresser : 美容師 | hairdresser : hospitality
skills: カット技術 | haircutting ; カラーリング | hair colouring ; パーマ | perming ; シャンプー | shampooing ; ヘアセット | hair styling ; 頭皮ケア | scalp care ; 髪質診断 | hair condition assessment ; 着付け | kimono dressing ; 縮毛矯正 | hair straightening ; 指名客の獲得 | building a personal clientele
duties: 来店客への施術 | serving salon clients ; 髪形の提案 | suggesting hairstyles ; 薬剤の発注 | ordering salon products ; 見習いの練習の指導 | coaching assistants
result: 指名の数を{n}%拡大 | increased personal bookings by {n}%
certs: 美容師免許 | hairdresser licence ; 管理美容師 | salon management licence
next: トップスタイリスト | top stylist ; サロン店長 | salon manager

== farmer : 施設園芸農家 | greenhouse grower : nature
skills: 温室の環境制御 | greenhouse climate control ; 養液栽培 | hydroponics ; 病害虫の防除 | pest control ; 収穫作業 | harvesting ; 苗づくり | seedling raising ; 土壌診断 | soil testing ; 施肥設計 | fertiliser plans ; 誘引と整枝 | vine training and pruning ; 農薬散布 | crop spraying ; 出荷規格の選別 | produce grading
duties: トマトといちごの栽培 | growing tomatoes and strawberries ; 作付けの計画 | planning plantings ; 直売所への出荷 | supplying farm shops ; 実習生の受け入れ | hosting trainees
result: 面積当たりの収量を{n}%向上 | raised yield per area by {n}%
certs: 日本農業技術検定2級 | agricultural skills certificate ; 農薬管理指導士 | pesticide adviser
next: 農場長 | farm manager ; 営農指導員 | farming adviser

== forester : 林業作業員 | forestry worker : nature
skills: チェーンソーの操作 | chainsaw operation ; 間伐 | thinning ; 植林 | tree planting ; 下刈り | undergrowth clearing ; 枝打ち | branch pruning ; 高性能林業機械 | forestry harvester operation ; 作業道づくり | forest road making ; 立木調査 | standing timber surveys ; 伐倒 | tree felling ; 丸太の搬出 | log hauling
duties: 人工林の手入れ | tending planted forests ; 伐採現場の安全確認 | checking safety at felling sites ; 苗木の運搬 | carrying saplings ; 山林所有者への説明 | explaining work to forest owners
result: 一日当たりの搬出量を{n}%向上 | raised daily log output by {n}%
certs: 伐木等の業務の特別教育 | felling safety training ; 車両系建設機械運転技能講習 | construction machine licence
next: 林業の現場責任者 | forestry crew leader ; 森林施業プランナー | forest management planner

== chemist : 化学研究員 | research chemist : science
skills: 有機合成 | organic synthesis ; NMR測定 | NMR spectroscopy ; 液体クロマトグラフィー | liquid chromatography ; 触媒の探索 | catalyst screening ; 反応条件の最適化 | reaction optimisation ; 高分子材料の評価 | polymer characterisation ; 実験ノート | laboratory notebooks ; 試薬の管理 | reagent control ; 文献調査 | literature surveys ; 特許明細書の作成 | patent drafting
duties: 新素材の研究 | researching new materials ; 実験データの解析 | analysing experimental data ; 学会での発表 | presenting at conferences ; 生産部門への技術移管 | transferring methods to production
result: 反応の収率を{n}%向上 | improved reaction yield by {n}%
certs: 博士（工学） | doctorate in engineering ; 甲種危険物取扱者 | hazardous materials handler class A
next: 研究グループ長 | research group leader ; 知的財産担当 | intellectual property specialist

== cra : 臨床開発モニター | clinical research associate : science
skills: 治験モニタリング | clinical trial monitoring ; GCPの順守 | GCP compliance ; 症例報告書の確認 | case report form checks ; 治験実施施設の選定 | trial site selection ; 原資料との照合 | source data verification ; 有害事象の報告 | adverse event reporting ; 治験実施計画書 | trial protocols ; 同意説明文書 | informed consent forms ; 治験薬の管理 | trial drug accountability ; 倫理審査の申請 | ethics committee submissions
duties: 医療機関の定期訪問 | visiting trial sites ; 治験責任医師との協議 | consulting investigators ; モニタリング報告書の作成 | writing monitoring reports ; 施設職員への説明 | briefing site staff
result: 症例登録の期間を{n}%短縮 | shortened enrolment by {n}%
certs: 薬剤師免許 | pharmacist licence ; 臨床開発モニター認定 | clinical research certificate
next: 臨床開発リーダー | clinical study lead ; 薬事担当 | regulatory affairs specialist
"""

# Occupations that only the next release has seen: the candidate is the baseline trained a little further with
# "next quarter's résumés" mixed in.  No task item asks about them, so the two releases stay comparable.
NEXT_QUARTER = """
== mlops : MLOpsエンジニア | MLOps engineer : it
skills: モデルの配信基盤 | model serving ; 学習パイプライン | training pipelines ; モデルの監視 | model monitoring ; 特徴量ストア | feature stores ; GPUクラスタの運用 | GPU cluster operation ; 実験管理 | experiment tracking ; モデルの版管理 | model versioning ; コンテナ化 | containerisation ; 推論の高速化 | inference acceleration ; データドリフトの検知 | data drift detection
duties: 機械学習基盤の構築 | building machine learning platforms ; 分析者の作業環境の整備 | preparing workspaces for analysts ; 本番モデルの更新 | updating models in production ; 運用費用の管理 | controlling running costs
result: 推論の費用を{n}%削減 | cut inference costs by {n}%
certs: 応用情報技術者 | applied information technology engineer ; クラウド技術者認定 | cloud engineer certificate
next: 機械学習基盤の責任者 | machine learning platform lead ; クラウドアーキテクト | cloud architect

== dronepilot : ドローン操縦士 | drone pilot : logistics
skills: 空撮 | aerial filming ; 飛行計画の申請 | flight plan filing ; 機体の点検 | airframe checks ; 農薬の空中散布 | aerial spraying ; 橋の点検飛行 | bridge inspection flights ; 気象の判断 | weather judgement ; 目視外飛行 | beyond-sight flights ; バッテリー管理 | battery care ; 飛行記録 | flight logs ; 赤外線撮影 | infrared imaging
duties: 現場での飛行作業 | flying at work sites ; 飛行経路の安全確認 | checking flight paths ; 撮影データの納品 | delivering image data ; 補助者への指示 | directing observers
result: 点検の所要日数を{n}%短縮 | shortened inspection days by {n}%
certs: 無人航空機操縦士 | unmanned aircraft pilot ; 第三級陸上特殊無線技士 | radio operator class 3
next: 運航責任者 | flight operations head ; 操縦の指導員 | drone instructor

== sustainability : サステナビリティ担当 | sustainability officer : office
skills: 温室効果ガスの算定 | greenhouse gas accounting ; 統合報告書 | integrated reports ; 環境目標の設定 | environmental target setting ; 再生可能エネルギーの調達 | renewable power purchase ; 人権方針の策定 | human rights policy ; 評価機関への回答 | rating agency replies ; 取引先の環境調査 | supplier environmental surveys ; 気候リスクの開示 | climate risk disclosure ; 廃棄物の削減計画 | waste reduction plans ; 社員の環境教育 | staff environmental education
duties: 環境方針の立案 | drafting environmental policy ; 投資家との対話 | talking with investors ; 社内データの収集 | collecting company data ; 目標の進み具合の報告 | reporting progress on targets
result: 電力使用量を{n}%削減 | cut electricity use by {n}%
certs: 環境社会検定 | eco-society certificate ; 公害防止管理者 | pollution control manager
next: サステナビリティ推進室長 | head of sustainability ; 経営企画担当 | corporate planner

== vet : 獣医師 | veterinarian : science
skills: 小動物の診療 | small animal practice ; 予防接種 | animal vaccination ; 避妊去勢手術 | neutering surgery ; 家畜の健康管理 | livestock health control ; 動物の麻酔 | animal anaesthesia ; 飼い主への説明 | advice to pet owners ; 寄生虫の駆除 | parasite treatment ; 動物の歯科処置 | animal dental care ; 入院動物の管理 | care of hospitalised animals ; 牛の繁殖検診 | cattle fertility checks
duties: 犬と猫の診察 | examining dogs and cats ; 農場の巡回 | visiting farms ; 検査結果の判断 | interpreting tests ; 動物看護師の指導 | guiding veterinary nurses
result: 再診の割合を{n}%向上 | raised the follow-up rate by {n}%
certs: 獣医師免許 | veterinarian licence ; 産業動物臨床の認定 | livestock practice certificate
next: 動物病院の院長 | animal hospital director ; 家畜衛生の技術職 | livestock hygiene officer

== customersuccess : カスタマーサクセス | customer success manager : sales
skills: 導入支援 | customer onboarding ; 解約の予兆の把握 | churn prediction ; 活用度の分析 | usage analysis ; 定例会の運営 | regular review meetings ; 上位プランの提案 | plan upgrades ; 利用者会の企画 | user community events ; 成功指標の設計 | success metric design ; 製品改善の要望整理 | product feedback ; 更新手続き | subscription renewals ; 活用事例の作成 | customer case studies
duties: 契約企業の定着支援 | helping clients settle in ; 活用方法の提案 | suggesting better use ; 開発部門への要望伝達 | passing requests to developers ; 説明資料の整備 | preparing guides
result: 解約率を{n}%改善 | lowered churn by {n}%
certs: カスタマーサクセス検定 | customer success certificate ; ITパスポート | IT passport
next: カスタマーサクセス責任者 | head of customer success ; 事業開発担当 | business developer

== solar : 再エネ設備エンジニア | renewable energy engineer : construction
skills: 太陽光発電所の設計 | solar farm design ; 風況調査 | wind surveys ; 系統連系の協議 | grid connection talks ; 蓄電池の選定 | storage battery selection ; 発電量の試算 | energy yield estimates ; パワーコンディショナ | power conditioners ; 遠隔監視 | remote plant monitoring ; 環境影響評価 | environmental impact assessment ; 架台の設計 | panel mount design ; 売電契約 | power sale contracts
duties: 発電所の計画 | planning power plants ; 工事会社の監督 | supervising contractors ; 設備の定期点検 | inspecting equipment ; 地元住民への説明 | explaining projects to residents
result: 発電量を{n}%向上 | raised power output by {n}%
certs: 第三種電気主任技術者 | chief electrical engineer class 3 ; 電気工事施工管理技士 | electrical works supervisor
next: 発電事業の責任者 | power project head ; 設備運用の管理者 | plant operations manager
"""


@dataclass(frozen=True)
class Pair:
    """One thing in both languages."""
    ja: str
    en: str

    def of(self, lang: str) -> str:
        return self.ja if lang == "ja" else self.en


@dataclass(frozen=True)
class Occupation:
    key: str
    name: Pair
    industry: str
    skills: tuple[Pair, ...]
    duties: tuple[Pair, ...]
    result: Pair
    certs: tuple[Pair, ...]
    next: tuple[Pair, ...]


def _pair(text: str) -> Pair:
    parts = [p.strip() for p in text.split("|")]
    if len(parts) != 2 or not all(parts):
        raise ValueError(f"expected 'Japanese | English', found: {text!r}")
    return Pair(*parts)


def load(block: str) -> list[Occupation]:
    """Parses a block of the form described at the top of this file."""
    out = []
    for chunk in block.strip().split("== ")[1:]:
        head, *rest = chunk.strip().splitlines()
        key, name, industry = (p.strip() for p in head.split(" : "))
        if industry not in INDUSTRIES:
            raise ValueError(f"{key}: unknown industry {industry}")
        field = {}
        for line in rest:
            label, _, value = line.partition(":")
            field[label.strip()] = tuple(_pair(v) for v in value.split(" ; "))
        for label, count in {"skills": 10, "duties": 4, "result": 1, "certs": 2, "next": 2}.items():
            if len(field.get(label, ())) != count:
                raise ValueError(f"{key}: {label} has {len(field.get(label, ()))} entries, not {count}")
        out.append(Occupation(key, _pair(name), industry, field["skills"], field["duties"], field["result"][0],
                              field["certs"], field["next"]))
    return out


def _refuse_shared_skills(occupations: list[Occupation]) -> None:
    seen: dict[str, str] = {}
    for o in occupations:
        for s in o.skills:
            for word in {s.ja, s.en}:
                if word.lower() in seen:
                    raise ValueError(f"skill {word!r} is in both {seen[word.lower()]} and {o.key}")
                seen[word.lower()] = o.key


OCCUPATIONS = load(BASE)
NEW_OCCUPATIONS = load(NEXT_QUARTER)
_refuse_shared_skills(OCCUPATIONS + NEW_OCCUPATIONS)
