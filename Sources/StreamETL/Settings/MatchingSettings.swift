/// What a person configures about matching; everything has a default.
public struct MatchingSettings: Sendable {
    /// Domains of one's own organisation: their people are no evidence, their names no company.
    public var internalDomains: [String]
    /// Names of one's own organisation beside the labels of ``internalDomains``.
    public var internalNames: [String]
    /// Companies of the mapping that nothing is ever matched to.
    public var excludedCompanies: [String]
    /// Words before a name that say what a channel is for: `ext-acme`.
    public var prefixes: [String]
    /// Words after a name that say what a channel is for: `acme-minter`.
    public var suffixes: [String]
    /// Domains at which anybody can have an address.
    public var freeMailDomains: [String]
    /// Domains of services that take part on behalf of others: conference rooms, calendars, ticket mail.
    public var sharedProviderDomains: [String]
    /// Names that are also everyday words: they need a second piece of evidence.
    public var commonWords: [String]
    /// Words that say nothing about whose an item is: `weekly`, `call`.
    public var neutralWords: [String]
    /// From this confidence on a match counts.
    public var matchThreshold: Double
    /// From this confidence on a match is worth a person's look.
    public var reviewThreshold: Double
    /// Nothing is found in a chat that more companies than this take part in.
    public var mostCompaniesPerChat: Int
    public var publicSuffixes: PublicSuffixList?

    public init(
        internalDomains: [String] = [], internalNames: [String] = [], excludedCompanies: [String] = [],
        prefixes: [String] = MatchingSettings.defaultPrefixes,
        suffixes: [String] = MatchingSettings.defaultSuffixes,
        freeMailDomains: [String] = MatchingSettings.defaultFreeMailDomains,
        sharedProviderDomains: [String] = MatchingSettings.defaultSharedProviderDomains,
        commonWords: [String] = MatchingSettings.defaultCommonWords,
        neutralWords: [String] = MatchingSettings.defaultNeutralWords,
        matchThreshold: Double = 0.8, reviewThreshold: Double = 0.4, mostCompaniesPerChat: Int = 3,
        publicSuffixes: PublicSuffixList? = .system
    ) {
        self.internalDomains = internalDomains
        self.internalNames = internalNames
        self.excludedCompanies = excludedCompanies
        self.prefixes = prefixes
        self.suffixes = suffixes
        self.freeMailDomains = freeMailDomains
        self.sharedProviderDomains = sharedProviderDomains
        self.commonWords = commonWords
        self.neutralWords = neutralWords
        self.matchThreshold = matchThreshold
        self.reviewThreshold = reviewThreshold
        self.mostCompaniesPerChat = mostCompaniesPerChat
        self.publicSuffixes = publicSuffixes
    }
}

extension MatchingSettings: Equatable {
    public static func == (lhs: MatchingSettings, rhs: MatchingSettings) -> Bool {
        lhs.internalDomains == rhs.internalDomains && lhs.internalNames == rhs.internalNames
            && lhs.excludedCompanies == rhs.excludedCompanies && lhs.prefixes == rhs.prefixes
            && lhs.suffixes == rhs.suffixes && lhs.freeMailDomains == rhs.freeMailDomains
            && lhs.sharedProviderDomains == rhs.sharedProviderDomains && lhs.commonWords == rhs.commonWords
            && lhs.neutralWords == rhs.neutralWords && lhs.matchThreshold == rhs.matchThreshold
            && lhs.reviewThreshold == rhs.reviewThreshold
            && lhs.mostCompaniesPerChat == rhs.mostCompaniesPerChat
            && lhs.publicSuffixes === rhs.publicSuffixes
    }
}

extension MatchingSettings {
    public static let defaultPrefixes = [
        "ext", "external", "shared", "connect", "cust", "customer", "client",
    ]

    public static let defaultSuffixes = [
        "minter", "mainnet", "testnet", "devnet", "bitsafe", "ext", "external", "shared", "validator",
        "prod", "production", "staging", "sandbox", "support", "internal",
    ]

    public static let defaultCommonWords = words(
        """
        a able about above access ace act active add after agent air all alpha also alt always anchor and angel
        any apex app apple arc arch arena art ask at atlas atom aura auto axis back bank bar base basic bay be
        beam bear bee best beta big bit black blend block blocks blue board bold bolt bond book boost border
        bounce box brave breeze bridge bright bubble build builder bull burn buy call canvas cap capital carbon
        card cash cast catch center central chain change channel chat check circle city clear click close cloud
        club code coin cold compass complete connect copper core cosmos craft crane credit cross crown crypto
        crystal cube current curve cycle daily dash data dawn day deal deep delta demo desk dev digital direct
        dock dot double down dragon draw dream drift drive drop dust eagle earth east easy echo edge elastic
        element ember empire empty energy engine enter epic equal equity era error even event ever every
        exchange exit express eye face fact fair falcon fast feather field figure file fin finance fire first
        fish flag flame flash flat fleet flex flow fluid fly focus fold force forest forge fork form fort
        forward foundation fox fractal frame free fresh front frontier full fund fuse future gain galaxy game
        gate gateway gem general ghost giant glass global go gold good grand graph gravity gray great green
        grid ground group grow guard guild hand harbor hash haven hawk head heart helm here hero hex high hill
        home honey hook horizon host hub ice icon idea image impact in index infinite infinity infra input
        insight instant iron island it item jade jet join journey jump jupiter just keep key kind king kite
        knight lab labs lake land lane large laser last launch layer lead leaf league leap ledger lens level
        lever liberty life lift light lime line link lion liquid list live local lock logic long loop lotus
        luck luna lunar magic magnet main map mark market mars mask master match matrix max maze mega mercury
        merge mesh metal meter metro micro middle mind mine mint mirror mist mode model module moment momentum
        money moon more morning motion mountain move native nature near neo nest net network neutral never new
        next nexus night no node none noon north nova now null number oak oasis object ocean odd off office old
        on one only open optimum option or orange orbit order origin other out over own pace pack page paper
        parallel park part party pass patch path pay payment peak pearl pebble people phase phoenix pilot pine
        pivot pixel place plan planet platform play plug plus point polar pool port portal post power prime
        print prism private project proof protocol proxy public pulse pump pure push quant quantum quest quick
        quiet radar radius rail rain random range rapid raw ray reach ready real record red reef ref relay
        render report research reserve right ring ripple rise risk river road rock rocket root rose round route
        royal rush safe sage sail sale salt same sand saturn save scale scope scout scroll sea seal search
        season second secure seed seven shadow shape share shell shield shift ship shop short side sign signal
        silk silver simple single six sky slate slice small smart snow solar solid solo some sonic soul sound
        source south space spark spectrum speed sphere spin spiral split spot spring sprint square stable stack
        staff stage stake star start state station stax steel stellar stem step stock stone storage store storm
        story stream street strike stripe strong studio summit sun super supply sure surge swap swift switch
        symbol system table tag talk tap target task team tech tempo ten term terra test the then thing think
        third this thread three threshold thunder tide tiger time titan token tool top torch total touch tower
        town track trade trail train transfer travel treasury tree trend triangle tribe true trust turbo turn
        twin two ultra umbrella under union unique unit united unity universe up upside us value vault vector
        vega velocity venture venus verse vertex vertical via view village vision vista vital voice void
        volt volume wallet watch water wave way we web west whale wheel white wide wild wind window wing wire
        wise wolf wonder wood work works world x yellow yes yield you young zen zenith zero zone zoom
        """)

    public static let defaultNeutralWords = words(
        """
        a about access agenda agreement ama amendment an and annual april at august back bi biweekly board bot brief
        briefing business call catch catchup channel chat check checkin closing collab collaboration community
        con contract conversation coordination core customer daily deal debrief december deck deep demo dev
        discovery discuss discussion dive eng engineering eod event external feb february feedback first follow
        followup for friday from general group growth gtm handover hello hub info init integration internal
        intro introduction introductory invoice jan january july june kick kickoff launch legal live march
        marketing may meet meeting meetings monday monthly mou msa mtg nda new next november october of off
        official on onboarding online onsite ops opportunity opp our partner partners partnership
        partnerships payment phase pilot planning poc post preparation prep pricing prod product project
        proposal q1 q2 q3 q4 qa qbr quarterly questions quick re renewal retro review roadmap rollout room
        sales saturday security september session setup shared sign signing slack sow standup stand status
        strategy sunday support sync syncup talk team tech technical telegram terms test testing tg the
        thursday to tues tuesday up update updates upgrade upsell us v1 v2 vc visit wed wednesday weekly wg
        with working workshop x zoom 定例会議 定例会 定例 打ち合わせ 打合 会議 会议 會議 商談 契約 導入 更新 支援 連携
        様 御中 회의 ミーティング
        """)

    /// What a channel or a meeting may be about, of whomever: neutral only beside a name, and left alone where
    /// names are compared.
    package static let occasionWords = words(
        """
        account accounts acct agendas alert alerts announce announcement announcements api archive archived ask bd billing
        biz bug bugs cs csm chats client clients conference config contracts crm customers deals demos dev devs doc docs
        documentation dpa drinks ebr engineers enterprise escalation escalations events expansion faq faqs feedbacks feed
        fixe golive gotomarket guest guests handoff hands help hotfix hours hr incident incidents int
        integrations interview interviews invoices jour kyc kyb launches legals licence licences license licenses
        maintenance meet meetups migration migrations monitoring month months mortem node nodes notify
        offsite org outage payments poc pocs postmortem postmortems pre prebrief precall priv private
        procurement proj projects proposals prj public pub qbrs questionnaire release releases renewals requests rfi untitled unnamed
        rfp rfq roadmaps sandbox slackconnect sessions sig subscription subscriptions syncs tasks tmp temp topic training trainings
        uat upgrades validators vendor vendors vip war webinar webinars workshops ws year years zz
        io xyz com net emea apac latam uk us eu usa
        周会 例会 群 技术群 讨论群 交流群 주간회의 미팅 주간
        """)

    /// Words of finance and of block chains: as names by themselves they need a second piece of evidence.
    package static let financeWords = Set(
        words(
            """
            airdrop amm arbitrage audit audits brokerage bullion collateral compliance custodian custodians custody
            dao dapp dapps defi deploy derivatives dex equities escrow etf etfs exchanges fiat fintech fintechs forex
            fork forks futures fx governance hedge hedging issuance issuer issuers kyc lending leverage liquidity
            margin mining mortgage multisig nft nfts onchain oracle oracles otc payroll portfolio regtech remittance
            remittances restaking roadmap rollup rollups rwa settlement settlements sequencer stablecoin stablecoins
            staker stakers staking swap swaps tokenisation tokenization tokenomics treasuries treasury underwriting
            validation validator validators wallets whitepaper yield yields
            """))

    /// Words in the names of channels that are for all of one's own.
    package static let everybodyWords = Set(
        words(
            """
            all announcement announcements books chat company cooler coffee dinner drinks eng engineering events
            everybody everyone food fun games general hands help hiring hr internal introductions intros it jobs lunch
            memes movies music news office offtopic off topic people pets photos random social sports staff standup
            team the travel water watercooler wins
            """))

    /// Words that say what kind of organisation it is, and that people leave out of its name, in the
    /// spelling of ``NameSpelling``.
    package static let kindWords = words(
        """
        agency associates association bakery bank bar bistro brasserie cafe capital center club coffee college companies
        council delicatessen deli diner federation finance foundation funds gallery grill group holdings hospital hotel
        inn institute insurance investments kitchen laboratories lounge market media museum pharmaceuticals
        pharmacy pizzeria pub restaurant ristorante school shop society store studios tavern trattoria trust
        university ventures
        """)

    /// Words that say what an organisation does: left out less often, and telling it from its sisters.
    package static let tradeWords = words(
        """
        consulting enterprises industries logistics management networks services software solutions
        systems technologies
        """)

    /// Where an organisation or a part of it is.
    package static let regionWords = words(
        """
        africa america americas apac argentina asia australia austria belgium brazil canada china denmark emea eu
        europe finland france germany global greece iberia india indonesia international ireland israel italy japan
        korea latam
        malaysia mexico netherlands nordic nordics norway pacific poland portugal romania russia singapore spain
        sweden switzerland taiwan thailand turkey uae uk ukraine usa vietnam worldwide
        """)

    /// Articles and the like, in the languages that put them into names most.
    package static let particles = words(
        """
        a an and at by d da das de del della der des di die do dos du e el et for i in la las le les los o of on
        the und van von y
        """)

    package static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
