"""What the lists of exports call a sport, in the languages that they are made in.

Only whole labels are looked up: a part of one would take an "Eislauf" or a "Skilanglauf" for a run.
What is not here is not guessed; the runner is asked.
"""

# ruff: noqa: RUF001 - the words are those of Cyrillic and other languages

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from .shapes import HIKING, RUNNING, TRACK, TRAIL, TREADMILL, VIRTUAL, WALKING

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")

_RUN: Final = """
run|running|jog|jogging|street running|road running|road run|outdoor run|ultra run|ultra running
lauf|laufen|laufsport|straßenlauf|ultralauf|joggen|lauftraining|outdoor laufen
course à pied|course|footing|course à pied urbaine|course à pied extérieure|course sur route
carrera|correr|carrera a pie|carrera en calle|carrera urbana|corsa|corsa su strada|correre
hardloopsessie|hardlopen|hardloop|straat hardlopen|corrida|corrida de rua|corrida na rua
běh|bieg|bieganie|løb|løbetur|løp|løping|löpning|löprunda|löppass|löptur|juoksu|juoksulenkki
бег|пробежка|забег|біг|пробіжка|koşu|futás|alergare|beh|tek|trčanje|τρέξιμο|bėgimas|hlaup
córrer|cursa|lari|berlari|chạy|chạy bộ|วิ่ง|jooks|skriešana
ランニング|ラン|달리기|러닝|跑步|户外跑步|戶外跑步|路跑|run (road)
"""
_TRAIL_RUN: Final = """
trail run|trail running|trailrun|trailrunning|mountain run|mountain running
traillauf|trail lauf|geländelauf|trail|course en sentier|course sur sentier|trail en course à pied
carrera de montaña|carrera por montaña|carrera de trail|carrera por senderos|trail (carrera)
corsa su sentiero|corsa in montagna|corsa trail|corsa su trail|trail hardlopen|trailloop
trailhardlopen|corrida em trilha|corrida de trilha|corrida em trilhas|corrida de trail
corrida trail
trailový běh|terénní běh|běh v terénu|bieg terenowy|bieg przełajowy|bieganie w terenie
traillöpning|terränglöpning|terrengløp|terrengløping|stiløp|stiløping|trailløb|terrænløb
polkujuoksu|maastojuoksu|трейл|трейлраннинг|трейлраннінг|трейловый бег|patika koşusu|terepfutás
trailový beh|cursa de muntanya|トレイルランニング|トレイルラン|트레일 러닝|트레일러닝
越野跑|越野跑步
"""
_TREADMILL_RUN: Final = """
treadmill|treadmill run|treadmill running|indoor run|indoor running
laufband|laufbandtraining|laufband laufen|laufbandlauf|indoor laufen|indoor lauf
course à pied sur tapis roulant|course à pied sur tapis|course sur tapis|course sur tapis roulant
tapis de course|tapis roulant|course en salle|carrera en cinta|cinta de correr|correr en cinta
carrera en cinta ergométrica|carrera en cinta de correr|corsa su tapis roulant|corsa indoor
loopband|hardlopen op loopband|hardlopen op de loopband|corrida na esteira|corrida em esteira
esteira|corrida na passadeira|passadeira|běh na pásu|běžecký pás|bieganie na bieżni|bieżnia
løbebånd|løb på løbebånd|tredemølle|løping på tredemølle|løpebånd|löpband|löpning på löpband
juoksumatto|беговая дорожка|бег на дорожке|бег на беговой дорожке|бігова доріжка|koşu bandı
トレッドミル|ランニングマシン|트레드밀|트레드밀 러닝|跑步机|跑步機|室内跑步|室內跑步
"""
_TRACK_RUN: Final = """
track run|track running|bahnlauf|bahnlaufen|bahn laufen|laufen auf der bahn|course sur piste
course à pied sur piste|carrera en pista|corsa su pista|baanlopen|corrida em pista
bieganie na bieżni stadionowej
banelöpning|løb på bane|baneløp
"""
_VIRTUAL_RUN: Final = """
virtual run|virtual running|virtueller lauf|virtuelles laufen|course à pied virtuelle
course virtuelle|carrera virtual|corsa virtuale|virtuele hardloopsessie|virtueel hardlopen
virtuele run|corrida virtual|virtuální běh|bieg wirtualny|wirtualny bieg
wirtualne bieganie
virtuelt løb|virtuelt løp|virtuell löpning|virtuell löprunda|virtuaalijuoksu|виртуальный забег
виртуальный бег|віртуальний біг|sanal koşu|virtuális futás|バーチャルラン|가상 달리기
虚拟跑步|虛擬跑步
"""
_WALK: Final = """
walk|walking|casual walking|speed walking|fitness walking|indoor walking|treadmill walking
spaziergang|gehen|walken|nordic walking|spazieren|marche|marche à pied|caminata|caminar|andar
paseo|camminata|passeggiata|wandeling|wandelen|wandeltocht|caminhada|chůze|procházka|spacer|chód
chodzenie|marsz|gåtur|gang|gåtur/vandring|promenad|gå|spasertur|kävely|ходьба|прогулка|прогулянка
yürüyüş|gyaloglás|séta|plimbare|prechádzka|chôdza|hoja|περπάτημα|caminada|jalan kaki|berjalan
ウォーキング|散歩|걷기|步行|散步|健走
"""
_HIKE: Final = """
hike|hiking|wanderung|wandern|randonnée|rando|randonnée pédestre|senderismo|excursión
excursionismo
escursione|escursionismo|hiken|bergwandeling|bergtocht|trilha|trekking|turistika|pěší turistika
túra|túrázás|wędrówka|wędrówki|wycieczka piesza|vandretur|vandring|fottur|vaellus|patikointi
поход|похід|хайкинг|doğa yürüyüşü|drumeție|pohodništvo|planinarenje|πεζοπορία|hike (mountain)
ハイキング|하이킹|등산|徒步|远足|健行|遠足|登山
"""
_RIDE: Final = """
ride|cycling|biking|bike|bike ride|road cycling|road biking|indoor cycling|mountain bike ride
mountain biking|mountain bike|gravel ride|gravel cycling|gravel/unpaved cycling
e bike ride|e biking
ebike ride|ebike|emountain bike ride|e mountain bike ride|virtual ride|virtual cycling|spinning
cyclocross|handcycle|velomobile|recumbent cycling|track cycling|bmx|bike commuting|bicycling
radfahrt|radfahren|rennradfahren|fahrrad|rad|fahrradfahrt|mountainbiken|mountainbike fahrt
mountainbike|gravel fahrt|e bike fahrt|virtuelle radfahrt|virtuelles radfahren|gravelbiken
rennrad|indoor radfahren|sortie à vélo|vélo|cyclisme|cyclisme sur route|vélo d'intérieur|vtt
sortie vtt|sortie gravel|cyclisme virtuel|sortie à vélo virtuelle|vélo virtuel|vélo électrique
bicicleta|ciclismo|salida en bicicleta|vuelta ciclista|ciclismo virtual|ciclismo de montaña
ciclismo en carretera|ciclismo en ruta|ciclismo in interni|pedalada|pedalada virtual|bicicletta
giro in bicicletta|giro in bici|bici|ciclismo su strada|mountain bike (escursione)|pedalata
pedalata virtuale|fietsrit|fietsen|wielrennen|virtuele fietsrit|mountainbikerit|gravelrit|jízda
jízda na kole|cyklistika|kolo|virtuální jízda|jazda na rowerze|jazda rowerem|rower|kolarstwo
kolarstwo szosowe|wirtualna jazda|przejażdżka|cykeltur|cykling|cykelpass|cykla|virtuell cykeltur
sykkeltur|sykling|landeveissykling|pyöräily|pyörälenkki|велосипед|велозаезд|велоспорт|заезд
велопоїздка|bisiklet|bisiklet sürüşü|kerékpározás|kerékpár|ciclism|bicyklovanie|kolesarjenje
biciklizam|ποδηλασία|サイクリング|ライド|バーチャルライド|ロードバイク|자전거|라이딩|사이클링|骑行|騎乘|自行车|騎行|公路骑行
"""
_SWIM: Final = """
swim|swimming|pool swimming|pool swim|lap swimming|open water swimming|open water swim
schwimmen|schwimmbadschwimmen|freiwasserschwimmen|natation|nage|nat. piscine|natation en piscine
natación|natación en piscina|nadar|natación aguas abiertas|nuoto|nuotata|nuoto in piscina|zwemmen
zwemsessie|zwembad zwemmen|natação|plavání|pływanie|pływanie w basenie|svømning|svømming|svømmetur
simning|simma|simpass|uinti|плавание|заплыв|плавання|yüzme|úszás|înot|plávanie|plavanje|κολύμβηση
natació|スイム|水泳|수영|游泳
"""
_SKI: Final = """
alpine ski|alpine skiing|backcountry ski|backcountry skiing|nordic ski|nordic skiing
cross country skiing|cross country ski|skiing|ski|snowboard|snowboarding|snowshoe|snowshoeing
roller ski|roller skiing|resort skiing|resort skiing/snowboarding|skate skiing
backcountry skiing/snowboarding
skifahren|ski alpin|skilanglauf|langlauf|skitour|skitouren|schneeschuhwandern|schneeschuhlaufen
ski de fond|ski nordique|ski de randonnée|raquettes|esquí|esquí alpino|esquí de fondo
esquí nórdico
raquetas de nieve|sci|sci alpino|sci di fondo|sci nordico|ciaspole|ciaspolata|skiën|langlaufen
alpineskiën|esqui|esqui alpino|lyžování|běžky|sjezdové lyžování|běžecké lyžování|narciarstwo
narciarstwo biegowe|narciarstwo alpejskie|skiløb|langrend|skidåkning|längdskidåkning|längdåkning
skitur|langrenn|hiihto|maastohiihto|лыжи|горные лыжи|беговые лыжи|スキー|스키|滑雪
"""
_STRENGTH: Final = """
weight training|strength training|strength|weightlifting|weight lifting|crossfit|gym
high intensity interval training|hiit|krafttraining|gewichtstraining|kraft|musculation
entraînement aux poids|entraînement musculaire|renforcement musculaire|entrenamiento con pesas
entrenamiento de fuerza|pesas|fuerza|allenamento con i pesi|pesi|forza|allenamento di forza
krachttraining|gewichttraining|treino com pesos|treinamento com peso|treino de força|musculação
treinamento de força|silový trénink|posilování|trening siłowy|siłownia|styrketræning|styrketrening
styrketräning|voimaharjoittelu|kuntosali|силовая тренировка|силове тренування|ağırlık antrenmanı
ウェイトトレーニング|筋トレ|筋力トレーニング|웨이트 트레이닝|근력 운동|力量训练|重量訓練|力量訓練
"""
_OTHERS: Final = """
yoga|pilates|workout|elliptical|stair stepper|stair climbing|rowing|indoor rowing|virtual rowing
canoeing|canoe|kayaking|kayak|stand up paddling|surfing|windsurf|kitesurf|sail|sailing|golf|soccer
football|tennis|padel|squash|badminton|pickleball|table tennis|racquetball|ice skate|ice skating
inline skate|inline skating|skateboard|rock climbing|bouldering|climbing|wheelchair|dance|dancing
basketball|volleyball|cricket|cardio|other|multisport|triathlon|physical therapy|breathwork
floor climbing
meditation|horseback riding|boxing|martial arts|mobility|stretching|jump rope|transition|diving
rudern|rudergerät|kanufahren|kajakfahren|klettern|bouldern|tanzen|inlineskaten|eislaufen|fußball
sonstige|sonstiges|andere|training|fitness|crosstrainer|ellipsentrainer|eislauf|entraînement|autre
autres|aviron|rameur|escalade|patinage|danse|entrenamiento|otro|otros|remo|escalada
fútbol|elíptica
allenamento|altro|canottaggio|arrampicata|calcio|anders|overig|roeien|klimmen|schaatsen|voetbal
treino|outro|outros|cvičení|trénink|jiné|veslování|lezení|trening|inne|wioślarstwo|wspinaczka
træning|andet|roning|träning|annat|övrigt|rodd|annet|klatring|klättring|harjoitus|muu|soutu
тренировка|другое|тренування|інше|йога|antrenman|diğer|edzés|egyéb|ワークアウト|ヨガ|その他|운동|요가|기타
锻炼|瑜伽|其他|體能訓練|瑜珈
"""


@dataclass(frozen=True, slots=True)
class Sport:
    """A sport in plain words, and the ground where the label says it ("" where it does not)."""

    name: str
    ground: str = ""


ON_FOOT: Final = frozenset({RUNNING, WALKING, HIKING})
# What a runner may call a sport, as we do; labels of other languages are understood too.
PLAIN_SPORTS: Final = (
    RUNNING, WALKING, HIKING, "cycling", "swimming", "skiing", "strength training", "other",
)  # fmt: skip


@cache
def _labels() -> Mapping[str, Sport]:
    sports = (
        (_OTHERS, Sport("")),
        (_STRENGTH, Sport("strength training")),
        (_SKI, Sport("skiing")),
        (_SWIM, Sport("swimming")),
        (_RIDE, Sport("cycling")),
        (_HIKE, Sport(HIKING)),
        (_WALK, Sport(WALKING)),
        (_RUN, Sport(RUNNING)),
        (_TRAIL_RUN, Sport(RUNNING, TRAIL)),
        (_TREADMILL_RUN, Sport(RUNNING, TREADMILL)),
        (_TRACK_RUN, Sport(RUNNING, TRACK)),
        (_VIRTUAL_RUN, Sport(RUNNING, VIRTUAL)),
    )
    found = {}
    for labels, sport in sports:
        for label in filter(None, labels.replace("\n", "|").split("|")):
            plain = _plain(label)
            found[plain] = sport if sport.name else Sport(plain)
    return found


def _plain(label: str) -> str:
    # Some keyboards and systems write an accent as a letter of its own.
    spaced = (
        _CAMEL.sub(" ", unicodedata.normalize("NFC", label)).replace("_", " ").replace("-", " ")
    )
    return " ".join(spaced.casefold().split())


def sport_of(label: str, said: Mapping[str, str]) -> Sport | None:
    """The sport of a label: as the runner says what it means, else as it is known; else None.

    >>> sport_of("Traillauf", {}), sport_of("Curling", {})
    (Sport(name='running', ground='trail'), None)
    >>> sport_of("Curling", {"curling": "walking"})
    Sport(name='walking', ground='')
    """
    plain = _plain(label)
    for theirs, ours in said.items():
        if _plain(theirs) == plain:
            return _labels().get(_plain(ours), Sport(_plain(ours)))
    return _labels().get(plain)


def named_sport(text: str) -> str | None:
    """The plain name of a sport that a runner names in any language; None where it is not known.

    >>> named_sport("Laufen"), named_sport("Course à pied"), named_sport("Wandern")
    ('running', 'running', 'hiking')
    """
    found = sport_of(text, {})
    return found.name if found else None


def not_known(label: str) -> str:
    """What to tell a runner of a label that is not known, with what to do about it."""
    if not label:
        return "the list does not say the sport"
    return (
        f'the sport "{label[:40]}" is not known: say what it is with --sport "{label[:40]}=running"'
    )
