"""What lists of activities call their columns, in the languages that they are made in."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

# How the columns are called: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish,
# Danish, Swedish, Norwegian, Czech, Russian, Japanese, Chinese, Korean, as far as known.
NAMES: Final[Mapping[str, str]] = {
    "sport": "activity type|aktivitätstyp|type d'activité|tipo de actividad|tipo di attività"
    "|tipo de atividade|activiteittype|activiteitstype|typ aktywności|aktivitetstype|aktivitetstyp"
    "|typ aktivity|тип занятия|тип активности|アクティビティタイプ|活动类型|活動類型|활동 유형",
    "date": "date|datum|fecha|data|dato|дата|日付|日期|날짜",
    "distance": "distance|distanz|distancia|distanza|distância|afstand|dystans|distans|distanse"
    "|vzdálenost|дистанция|расстояние|距離|距离|거리",
    "time": "time|activity time|zeit|durée|temps|tiempo|tempo|tempo total|tijd|czas|tid|čas|время"
    "|タイム|时间|時間|시간",
    "moving": "moving time|zeit in bewegung|temps de déplacement|tiempo en movimiento"
    "|tempo in movimento|tempo em movimento|tijd in beweging|beweegtijd|bewogen tijd|czas ruchu"
    "|tid i bevægelse|tid i rörelse|tid i bevegelse|čas pohybu|время в движении|移動時間|移动时间"
    "|이동 시간",
    "elapsed": "elapsed time|verstrichene zeit|temps écoulé|tiempo transcurrido|tempo trascorso"
    "|tempo transcorrido|tempo decorrido|verstreken tijd|upłynęło czasu|forløbet tid|förfluten tid"
    "|medgått tid|uplynulý čas|経過時間|经过时间|경과 시간",
    "heart_rate": "avg hr|ø herzfrequenz|durchschnittliche herzfrequenz|fréquence cardiaque moyenne"
    "|fréquence cardiaque moy.|frecuencia cardiaca media|fc media|fc média|gem. hs"
    "|gemiddelde hartslag|średnie tętno|gennemsnitlig puls|medelpuls|gjennomsnittspuls"
    "|平均心拍数|平均心率|평균 심박수",
    "cadence": "avg run cadence|ø schrittfrequenz (laufen)|cadence de course moyenne"
    "|cadencia de carrera media|cadenza di corsa media|cadência de corrida média|gem. cadans"
    "|gemiddelde loopcadans|średni rytm biegu|gennemsnit kadence løb|medellöpkadens"
    "|gjennomsnittlig løpekadens|平均ピッチ|平均步频|평균 달리기 케이던스",
    "steps": "steps|schritte|pas|pasos|passi|passos|stappen|kroki|skridt|steg|kroky|ステップ|步数",
    "stride": "avg stride length|ø schrittlänge|longueur moyenne des foulées"
    "|longitud media de zancada|lunghezza media passo|comprimento médio da passada|gem. staplengte"
    "|średnia długość kroku|gennemsnitlig skridtlængde|medelsteglängd|平均歩幅|平均步幅",
    "gain": "total ascent|elev gain|anstieg gesamt|ascension totale|gain d'altitude|ascenso total"
    "|ascesa totale|subida total|totale stijging|całkowity wznios|højdeforøgelse|total stigning"
    "|総上昇量|总爬升|总上升",
    "loss": "total descent|elev loss|abstieg gesamt|descente totale|perte d'altitude"
    "|descenso total|discesa totale|descida total|totale daling|całkowity spadek|højdereduktion"
    "|totalt nedför|総下降量|总下降",
    "shoe": "shoes|schuhe|シューズ",
}

# What runners call the columns of their own diaries beside these.
DIARY_NAMES: Final[Mapping[str, str]] = {
    "sport": "sport|sportart|aktivität|activity|activité|actividad|attività|atividade|activiteit"
    "|discipline|disziplin|deporte|kind|art|typ|type",
    "distance": "strecke|laufstrecke|laufdistanz|länge|length|dist|parcours|way|weg|run|ran"
    "|gelaufen|recorrido|percorso|sträcka|matka|trasa",
    "duration": "duration|dauer|laufdauer|laufzeit|durée|duración|durata|duração|duur|czas trwania"
    "|varighed|varighet|varaktighet|kesto|doba|run time|running time|total time",
    "minutes": "minutes|minuten|minuti|minutos|minuty|minuter|mins|min|time min|time minutes"
    "|duration min|duration minutes|dauer min|dauer minuten|zeit min|zeit minuten|durée min"
    "|duración min|durata min|duração min|duur min|temps min|tiempo min|tempo min|tijd min",
    "heart_rate": "heart rate|avg heart rate|average heart rate|herzfrequenz|puls|hf|ø hf|ø puls"
    "|fc|fréquence cardiaque|hartslag",
    "cadence": "cadence|kadenz|schrittfrequenz|cadencia|cadenza|cadência|cadans",
    "gain": "höhenmeter|anstieg m|aufstieg m|climb m|ascent m|gain m|elevation gain m|d+ m"
    "|dénivelé m|desnivel m|dislivello m",
    "loss": "abstieg m|descent m|loss m|elevation loss m",
    "shoe": "shoe|schuh|laufschuh|laufschuhe|chaussures|zapatillas|scarpe|schoenen|tênis|buty",
}
# How the unit of a distance is written in the name of its column.
UNITS: Final[Mapping[str, str]] = {
    "distance_km": "km|kms|kilometer|kilometers|kilometre|kilometres|kilomètres|kilómetros"
    "|chilometri|quilômetros|quilómetros|kilometry|kilometrů|км|公里|キロ",
    "distance_mi": "mi|mile|miles|meile|meilen|milles|millas|miglia|milhas|mijl|mijlen|мили",
    "distance_m": "m|meter|meters|metre|metres|mètres|metros|metri|метры",
}


def named_columns(header: Sequence[str]) -> dict[str, int]:
    """Where the columns lie whose names are known, by ours; of two with one name the first.

    >>> named_columns(["Typ aktywności", "Data", "Dystans"])
    {'sport': 0, 'date': 1, 'distance': 2}
    """
    plain = [_plain(name) for name in header]
    places = {}
    for ours, theirs in NAMES.items():
        known = theirs.split("|")
        place = next((at for at, name in enumerate(plain) if name in known), None)
        if place is not None:
            places[ours] = place
    return places


def is_called(name: str, ours: str) -> bool:
    """Whether a column is called so in any language; marks between words do not count.

    >>> is_called("Dauer [min]", "minutes"), is_called("Pace (min/km)", "minutes")
    (True, False)
    """
    return _bare(name) in _known(ours)


@cache
def _known(ours: str) -> frozenset[str]:
    names = (*NAMES.get(ours, "").split("|"), *DIARY_NAMES.get(ours, "").split("|"))
    return frozenset(filter(None, map(_bare, names)))


def unit_of_distance(name: str) -> str:
    """`distance_km` of a name that says both, or a unit that can be of nothing else; else "".

    >>> unit_of_distance("Strecke (km)"), unit_of_distance("Meilen"), unit_of_distance("km/h")
    ('distance_km', 'distance_mi', '')
    """
    words = _bare(name).split()
    for ours, units in UNITS.items():
        left = [word for word in words if word not in units.split("|")]
        if len(left) != len(words) - 1 or words == ["m"]:  # m alone may be minutes
            continue
        if not left or is_called(" ".join(left), "distance"):
            return ours
    return ""


def _bare(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _plain(name: str) -> str:
    return " ".join(name.replace("’", "'").replace("®", "").casefold().split())
