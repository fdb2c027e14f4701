import ETLSettings

extension MatchingSettings {
    /// Given names that are nothing else, so that `Jordan Wexley` reads like somebody's name and `Amber
    /// Falcon` does not.
    static let givenNames =
        """
        aaron abdul abdullah abigail adam adrian agnes ahmed alan albert alejandro alessandro alex
        alexander alexandra alexis alfred ali alice alicia alina allison amanda amelia amir amy ana
        anastasia andre andrea andreas andrei andrew angela anita anna anne annette anthony antoine
        anton antonio arjun arthur ashley barbara beatrice ben benjamin bernard bernd beth bianca bill
        bob boris brandon brenda brian bruno bryan camille carla carlos carmen carol caroline catherine
        cecilia charles charlotte chloe chris christian christina christine christoph christopher
        claire claudia colin connor craig cristina cynthia daniel daniela danielle david deborah denis
        dennis derek diana diego dieter dimitri dmitri dmitry dominic dominik donald donna dorothy
        douglas dylan edward elena eleanor elisa elizabeth ella ellen emily emma eric erik erika esther
        ethan evelyn fabian fatima felix fernando fiona florian frances francesca francesco francis
        francisco frank franz fred frederic friedrich gabriel gabriela gareth gary george gerald
        gerhard giovanni giulia giuseppe gloria gordon graham greg gregory guillaume gustav hannah hans
        harald harry hassan heather heidi heinrich helen helena helmut henri henrik henry hiroshi
        howard hugo ian ibrahim igor ines ingrid irene irina isaac isabel isabella ivan jack jacob
        jacques jakob james jane janet jason javier jean jeff jeffrey jennifer jens jeremy jessica jim
        joan joanna joao joe joel johan johanna johannes john johnny jonas jonathan jordan jorge jose
        joseph joshua juan juergen julia julian julie juliette justin kaito karen karin karl katarina
        kate katherine kathleen katie keith kelly kenneth kenji kevin khalid kirsten klaus kristin kurt
        kyle lars laura lauren laurent leon leonardo liam linda lisa lorenzo louis louise luca lucas
        lucia lucy ludwig luis luisa lukas luke magdalena malcolm manuel marc marcel marco marcus
        margaret maria mariana marie marina mario marion markus marta martha martin martina mary
        mathias matteo matthew matthias maurice maximilian megan mehmet melanie melissa michael michel
        michelle miguel mikhail mohamed mohammed monica monika muhammad nadia nancy natalia natalie
        natasha nathan neil nicholas nick nicola nicolas nicole nikolai nina noah norbert olaf oleg
        olga oliver olivia omar oscar oskar otto pablo pamela patricia patrick paul paula pavel pedro
        peter petra philip philipp philippe phillip pierre priya rachel rafael rahul ralf ralph raymond
        rebecca ricardo richard robert roberto roger roland romain ronald ross russell ruth ryan sabine
        sally sam samantha samuel sandra sanjay sara sarah scott sean sebastian sergei sergey sergio
        sharon sheila simon simone sofia sonia sophia sophie stefan stefanie stephan stephanie stephen
        steve steven stuart sunil susan susanne suzanne svetlana sven sylvia takashi tamara tatiana ted
        teresa theodor theresa thierry thomas tim timothy tina tobias todd tom tomas tony torsten tracy
        ursula uwe valentina valerie vanessa vikram viktor vincent vladimir walter wendy werner wilhelm
        william wolfgang xavier yasmin yosef youssef yuki yuri yusuf yves yvonne zachary zoe
        """
        .split(whereSeparator: \.isWhitespace).map(String.init)
}
