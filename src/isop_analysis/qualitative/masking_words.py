"""Words that masking goes by: what comes before a name, what is no name though it has a capital.

All without accents and in lower case, as `masking_talk.folded` gives them.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CUES = _words(
    """
    juf juffrouw juffie meester meneer mijnheer heer dhr mevrouw mevr mw collega leerling pupil kind
    meisje jongen jongetje kleuter peuter baby kindje zoon zoontje dochter dochtertje broer broertje zus
    zusje zuster neef neefje nicht nichtje oom tante opa oma papa mama vader moeder pleegmoeder
    pleegvader stiefvader stiefmoeder tweeling directeur directrice schoolleider coach begeleider
    begeleidster student studente stagiair stagiaire logopedist logopediste leerkracht leraar lerares
    docent docente dokter huisarts dr drs familie fam gezin klasgenoot klasgenootje vriend vriendje
    vriendin vriendinnetje buurvrouw buurman genaamd genoemd heet heette heten achternaam voornaam
    roepnaam naam teamleider orthopedagoog gezinsvoogd invaljuf gymjuf schoolmaatschappelijk werker
    werkster onderwijsassistent onderwijsassistente
    """
)
"""What is said right before a name."""
RELATIONS = _words(
    """
    kind meisje jongen zoon zoontje dochter dochtertje broer broertje zus zusje neef neefje nicht nichtje
    oom tante opa oma papa mama vader moeder pleegmoeder pleegvader stiefvader stiefmoeder vriend vriendje
    vriendin vriendinnetje buurvrouw buurman juf meester leerkracht begeleider directeur coach van
    """
)
"""Cues after which 'van' leads to somebody else: the mother of Sanne."""
CUES_OF_TWO = {"is": frozenset({"naam"}), "ben": frozenset({"ik"}), "van": frozenset({"moeder", "vader"})}
"""Last word of a cue of two, and what must stand before it."""
PARTICLES = _words(
    """
    van de der den het t ten ter te in op aan bij el al la le da di du dos von zu bin ibn ben ait abu vd
    v d
    """
)
"""Words of surnames that are no names by themselves."""
CARRIED = _words(
    """
    van de der den t ten ter el al la le da di von bin ibn ben ait abu vd
    """
)
"""Particles that lead from a first name on to a surname nobody listed."""
PRONOUNS = """
    ik jij je u hij zij ze het we wij jullie hun hen haar hem mij me mijn jouw uw ons onze dat dit die
    deze daar hier er wie wat waar wanneer waarom hoe welke iedereen iemand niemand alles iets niets de
    een en of maar want dus als dan toen nu nou ja nee wel niet ook nog al toch eens even heel erg in op
    aan bij met van voor na naar om over onder tegen tot uit door tijdens volgens zonder sinds is was
    zijn waren heeft had hebben hadden wordt werd kan kon kunnen moet moest wil wilde zal zou mag ben
    doe doet doen ga gaat gaan komt kom weet denk vind vindt zegt zei kijk goed prima precies oke okay
    tja ach soms vaak altijd nooit vandaag morgen gisteren daarna daarom eigenlijk misschien natuurlijk
    bijvoorbeeld eerst verder straks laatst vorig vorige volgende elke ieder iedere alle andere sommige
    vooral kun kunt bel mail kinderen ouders veel weinig beide samen alleen omdat terwijl zodat hoewel
    zodra nadat voordat sowieso helaas gelukkig inderdaad zo
"""
PROPER = """
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni
    juli augustus september oktober november december nederland nederlands nederlandse nederlander
    europa engels engelse duits duitse frans franse turks turkse arabisch arabische pools poolse
    marokkaans marokkaanse syrisch syrische oekraiens surinaams belgisch vlaams fries friese spaans
    somalisch tigrinya kerst pasen pinksteren sinterklaas ramadan suikerfeest koningsdag god allah jezus
    koran bijbel islam teams zoom word excel whatsapp google youtube instagram snapchat facebook tiktok
    parro social schoudercom cito isop ggd cjg ib ggz interviewer respondent vraag antwoord opmerking
    conclusie leerkracht
"""
NEVER_NAMES = _words(
    f"""
    {PRONOUNS} {PROPER}
    """
)
"""Words with a capital that are no names: beginnings of sentences, days, languages, programs."""
ORDINARY = _words(
    f"""
    {PRONOUNS} {PROPER} roos floor mees bas wil storm sterre lente zon beer bloem bos berg bergen groot
    klein jong oud kok bakker visser smit wit zwart bruin groen rood vos haan pauw hoop vreugde sem wolf
    leeuw lange kort korte koning keizer prins graaf hertog meer meren water dijk veld velden heide
    linde linden eik boom bomen tuin huis kamer deur post pot kan kans recht wind dam brug molen mulder
    kuiper timmerman slager boer jager schipper schilder schoenmaker kapper meijer vermeer dekker
    brouwer kramer postma snel sterk blij lief mooi stil vrolijk dol bot vis vissen spek peer appel kers
    bes roosje rozen iris jasmijn viool olijf tijger robin merel mus valk zwaan lies hazel moor ties
    mark markt dag dagen week best beste goes echt hoorn ede rijn weert borne heel laren leer leren
    lopik vaste vast stam steen stenen sluis haar vught zeist made buren putten loon deel delen wijk
    dorp stad school schol sam ton tons jet pen ster sterren hand rein april augustus bent amber pearl
    tip link lot zoet zuur nacht avond morgen middag zomer winter herfst wint went alle allen mens kind
    kinderen man mannen vrouw vrouwen mijn dijn rand ring rond bron kern kracht regenboog kompas
    vuurvogel wegwijzer schakel bron ark sterrenboog springplank klimop zonnebloem vlinder vlieger
    horizon parel brug schatkist
    """
)
"""Words that are names as well: masked with a capital, told as doubtful without."""
SCHOOL_KINDS = _words(
    """
    basisschool obs cbs rkbs kbs pcbs pcbo pbs sbo vso ikc kindcentrum kinderdagverblijf kdv bso
    peuterspeelzaal peuteropvang peuterschool voorschool kinderopvang daltonschool montessorischool
    jenaplanschool vrijeschool hogeschool roc scholengemeenschap kleuterschool dagverblijf
    gastouderopvang integraal brede
    """
)
"""What is said right before a school's name."""
SCHOOL_ENDS = ("school", "college", "lyceum", "gymnasium")
NO_SCHOOL = _words(
    """
    basisschool hogeschool vrijeschool daltonschool montessorischool jenaplanschool school college
    lyceum gymnasium kleuterschool peuterschool voorschool middelbareschool zomerschool opleidingsschool
    buurtschool dorpsschool thuisschool muziekschool zwemschool brugschool plusschool
    """
)
ARTICLES = _words(
    """
    de het t den een
    """
)
PLACE_CUES = _words(
    """
    gemeente wijk buurt dorp dorpje stad stadje stadsdeel woonplaats plaats
    """
)
LIVING = _words(
    """
    woon woont wonen woonde woonden gewoond wonend verhuisd verhuisde geboren opgegroeid komt kom komen
    kwam kwamen
    """
)
"""With 'in', 'naar' or 'uit', what is said before a place."""
