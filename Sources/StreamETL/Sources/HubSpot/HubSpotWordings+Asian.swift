extension HubSpotWordings {
    static let japanese = """
        recordID: {レコード,オブジェクト}{,の}ID
        dealID: レコードID - 取引
        companyID: レコードID - 会社
        contactID: レコードID - コンタクト
        olderDealID: 取引{,の}ID
        olderCompanyID: 会社{,の}ID
        olderContactID: コンタクト{,の}ID
        dealName: 取引{,の}名 | 取引の名前
        dealStage: 取引{,の}ステージ
        pipeline: {,取引}パイプライン | 取引のパイプライン
        amount: 金額 | 取引{,の}額 | 取引{,の}金額 | 合計金額
        companyAmount: {会社の通貨,会社通貨,自社通貨}での金額 | 金額(会社の通貨)
        currency: {,取引}通貨 | 取引の通貨
        closeDate: {クローズ,完了予定,終了,成約予定}日 | クローズ予定日
        companyName: 会社{,の}名 | 企業名 | 会社 | 会社の名前
        domain: 会社{,の}ドメイン{,名} | ドメイン名
        website: ウェブサイト{,の}URL | WebサイトURL | WebサイトのURL
        firstName: 名 | 名前(名)
        lastName: 姓 | 名字
        plainName: 名前
        email: {E,}メール | メールアドレス | Eメールアドレス
        created: 作成{日,日時}
        activity: {最終,最新,前回の,直近の}アクティビティ{,ー}{,の}{日,日付,日時}
        modified: {最終更新,最終変更,前回の更新}{日,日時} | オブジェクトの最終更新日時
        owner: {,HubSpot}担当者 | 所有者
        dealOwner: 取引{,の}{担当者,所有者}
        companyOwner: 会社{,の}{担当者,所有者}
        contactOwner: コンタクト{,の}{担当者,所有者}
        companyIDs: 関連付けられ{た,ている}会社{,の}ID | 関連{する,}会社{,の}ID
        primaryCompanyIDs: プライマリー会社ID | 関連付けられたプライマリー会社ID
        companies: 関連付けられ{た,ている}会社{,名} | 関連{する,}会社{,名}
        primaryCompanies: プライマリー会社
        contactIDs: 関連付けられ{た,ている}コンタクト{,の}ID | 関連{する,}コンタクト{,の}ID
        primary: プライマリ{,ー}
        """

    static let chinese = """
        recordID: {记录,記錄,物件,对象} ID | {记录,記錄}编号
        olderDealID: {交易,商机} ID
        olderCompanyID: {公司} ID
        olderContactID: {联系人,聯絡人} ID
        dealName: {交易,商机}{名称,名稱}
        dealStage: {交易,商机}{阶段,階段}
        pipeline: {,交易}{管道,渠道,管線} | 销售管道
        amount: {金额,金額} | 交易{金额,金額}
        companyAmount: {以公司货币计的金额,公司货币金额,以公司貨幣計算的金額}
        currency: {货币,貨幣,幣別} | 交易货币
        closeDate: {关闭日期,成交日期,結案日期,结束日期,關閉日期}
        companyName: 公司{名称,名稱}
        domain: 公司{域名,網域名稱,网域名称,域名名称}
        website: {网站,網站} {URL,网址,網址}
        firstName: 名字
        lastName: 姓氏 | 姓
        email: {电子邮件,電子郵件,邮箱}{,地址}
        created: {创建日期,建立日期,创建时间}
        activity: {上次活动日期,最后活动日期,上次活動日期,最後活動日期}
        modified: {上次修改日期,最后修改日期,上次修改時間,最後修改日期}
        owner: {所有者,负责人,擁有者}
        dealOwner: 交易{所有者,负责人,擁有者}
        companyOwner: 公司{所有者,负责人,擁有者}
        contactOwner: {联系人,聯絡人}{所有者,负责人,擁有者}
        companyIDs: {关联,關聯,相关}{,的}公司 ID
        companies: {关联,關聯,相关}{,的}公司
        contactIDs: {关联,關聯,相关}{,的}{联系人,聯絡人} ID
        primary: {主要}
        """

    static let korean = """
        recordID: {레코드,개체} ID
        dealName: 거래{, }이름 | 거래명
        dealStage: 거래 단계
        pipeline: 파이프라인 | 거래 파이프라인
        amount: 금액
        currency: 통화
        closeDate: {마감일,종료일,종료 날짜,마감 날짜}
        companyName: 회사 이름 | 회사명
        domain: 회사 도메인{, 이름}
        website: 웹사이트 URL
        firstName: 이름
        lastName: 성
        email: 이메일{, 주소}
        created: {생성일,만든 날짜,생성 날짜}
        activity: {마지막 활동 날짜,최근 활동 날짜,마지막 활동일}
        modified: {마지막 수정 날짜,최종 수정일,마지막 수정일}
        owner: 소유자
        dealOwner: 거래 {소유자,담당자}
        companyOwner: 회사 {소유자,담당자}
        contactOwner: 연락처 {소유자,담당자}
        companyIDs: {연결된,연관된} 회사 ID
        companies: {연결된,연관된} 회사
        contactIDs: {연결된,연관된} 연락처 ID
        primary: 기본
        """
}
