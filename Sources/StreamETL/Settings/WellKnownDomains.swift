extension MatchingSettings {
    /// Mail providers that have a domain of this label in many countries: `hotmail.fr`, `yahoo.com.br`.
    package static let freeMailProviders: Set<String> = [
        "googlemail", "gmx", "hotmail", "icloud", "live", "msn", "outlook", "protonmail", "rocketmail",
        "yahoo",
        "yandex", "ymail",
    ]

    public static let defaultFreeMailDomains = words(
        """
        gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.co.uk ymail.com
        rocketmail.com aol.com aol.co.uk aol.de aol.fr aim.com verizon.net icloud.com me.com mac.com
        privaterelay.appleid.com proton.me protonmail.com protonmail.ch pm.me gmx.com gmx.de gmx.net web.de
        t-online.de freenet.de arcor.de mail.de posteo.de mailbox.org mail.com email.com usa.com
        mail.ru bk.ru list.ru inbox.ru internet.ru rambler.ru ya.ru yandex.ru yandex.com ukr.net i.ua meta.ua tut.by
        qq.com foxmail.com 163.com 126.com 139.com 189.cn 188.com yeah.net sina.com sina.cn sohu.com tom.com aliyun.com
        naver.com daum.net hanmail.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp
        au.com nifty.com biglobe.ne.jp so-net.ne.jp ocn.ne.jp rediffmail.com indiatimes.com
        zoho.com zohomail.com fastmail.com fastmail.fm hey.com tuta.com tuta.io tutanota.com tutanota.de tutamail.com
        hushmail.com riseup.net disroot.org cock.li duck.com simplelogin.com relay.firefox.com mozmail.com
        mailfence.com runbox.com startmail.com ctemplar.com skiff.com inbox.com inbox.lv lycos.com mailinator.com
        orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr
        libero.it virgilio.it tiscali.it alice.it tin.it iol.it email.it poste.it fastwebnet.it
        telefonica.net terra.es ono.com sapo.pt uol.com.br bol.com.br terra.com.br ig.com.br globo.com r7.com
        bluewin.ch hispeed.ch sunrise.ch aon.at chello.at skynet.be telenet.be proximus.be scarlet.be ziggo.nl
        kpnmail.nl planet.nl home.nl xs4all.nl hetnet.nl upcmail.nl casema.nl telia.com telenor.no online.no
        tele2.se comhem.se spray.se mail.dk jubii.dk luukku.com suomi24.fi kolumbus.fi
        seznam.cz email.cz post.cz centrum.cz volny.cz azet.sk centrum.sk zoznam.sk wp.pl o2.pl interia.pl interia.eu
        onet.pl onet.eu op.pl vp.pl poczta.onet.pl tlen.pl gazeta.pl freemail.hu citromail.hu abv.bg mail.bg dir.bg
        walla.co.il walla.com netvision.net.il otenet.gr forthnet.gr mynet.com
        btinternet.com btopenworld.com virginmedia.com ntlworld.com sky.com talktalk.net blueyonder.co.uk
        tiscali.co.uk o2.co.uk plusnet.com eircom.net
        comcast.net att.net sbcglobal.net bellsouth.net ameritech.net pacbell.net cox.net charter.net spectrum.net
        earthlink.net optonline.net frontier.com frontiernet.net windstream.net centurylink.net juno.com
        netzero.net netscape.net roadrunner.com rr.com mindspring.com
        shaw.ca rogers.com sympatico.ca bell.net telus.net videotron.ca cogeco.ca
        bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au internode.on.net xtra.co.nz slingshot.co.nz
        mweb.co.za telkomsa.net vodamail.co.za singnet.com.sg pacific.net.sg netvigator.com
        """)

    public static let defaultSharedProviderDomains = words(
        """
        calendar.google.com google.com zoom.us slack.com calendly.com hubspot.com hubspotemail.net linkedin.com
        telegram.org t.me github.com notion.so atlassian.net zendesk.com teams.microsoft.com onmicrosoft.com webex.com
        luma-mail.com lu.ma eventbrite.com docusign.net twitter.com x.com facebook.com wixsite.com bit.ly
        fireflies.ai otter.ai read.ai gong.io chorus.ai fathom.video tldv.io avoma.com granola.ai circleback.ai
        fellow.app grain.com sembly.ai krisp.ai supernormal.com meetgeek.ai airgram.io notta.ai tactiq.io jamie.ai
        rewatch.com modjo.ai bluedothq.com spinach.ai claap.io laxis.tech recall.ai
        chilipiper.com cal.com savvycal.com doodle.com youcanbook.me acuityscheduling.com reclaim.ai clockwise.com
        getclockwise.com usemotion.com zcal.co tidycal.com vimcal.com
        """)
}
