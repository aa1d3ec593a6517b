# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of care.py: bad values, steps in the wrong order, and values meant to do harm.

A row is (name, command, words that the message must say: the field, the value, what is allowed).
Each ends with status 1.
"""
TOMORROWS = "2999-01-01"
P = "--db {db} --patient {patient} "
LEFT = P + "--segment thigh --side left "
DONE = "--db {db} --session {session} "
JUDGE = "screening judge --no-to-rest --bp 120/75 "
PRESCRIBE = "prescribe --segment thigh --side left --lop 187 "
LOP = "lop record " + LEFT + "--cuff-width 13.5 --lop 187 "
RUN = "lop run --simulate --segment thigh --side left --cuff-width 13.5 --db {db} --patient "
LINE = "protocol timeline classic-quad-set "
CHOOSE = "progress choose " + P + "--exercise quad-set --side left "
ADVERSE = "visit adverse " + P + "--kind bruising --grade 1 --onset day "
PUT = "measure put " + P

SCREENING = (
    ("age-121", JUDGE + "--age 121", ("age", "121", "120")),
    ("height-49", JUDGE + "--height 49", ("height", "49", "50", "250")),
    ("height-251", JUDGE + "--height 251", ("height", "251", "250")),
    ("weight-19", JUDGE + "--weight 19", ("weight", "19", "20", "350")),
    ("sex", JUDGE + "--sex x", ("sex", "x", "female")),
    ("bp-turned-round", "screening judge --no-to-rest --bp 75/120", ("75/120", "300")),
    ("bp-low", "screening judge --no-to-rest --bp 49/20", ("49/20", "50")),
    ("bp-high", "screening judge --no-to-rest --bp 301/90", ("301/90", "300")),
    ("question", JUDGE + "--yes toes", ("toes",)),
    ("limb-of-a-question", JUDGE + "--yes wound:tail", ("tail", "left-leg")),
    ("wells", JUDGE + "--yes one-sided-symptom:left-leg --wells tail", ("tail",)),
    ("surgery", JUDGE + "--surgery 2023-02-30", ("2023-02-30",)),
    ("date-to-come", JUDGE + "--date " + TOMORROWS, (TOMORROWS,)),
    ("answers-missing", JUDGE + "--answers {folder}/no.json", ("no.json",)),
    ("record-for-nobody", "screening record --db {db} --patient nobody --no-to-rest",
     ("nobody",)),
    ("show-limb", "screening show " + P + "--limb tail", ("--limb", "tail", "left-leg")),
    ("clear-19", "screening clear --db {db} --patient {waiting} --physician D --date 2026-01-01 "
     "--max-percent 19", ("max-percent", "19", "20", "80")),
    ("clear-81", "screening clear --db {db} --patient {waiting} --physician D --date 2026-01-01 "
     "--max-percent 81", ("max-percent", "81", "80")),
    ("clear-date", "screening clear --db {db} --patient {waiting} --physician D --date 2026-02-30",
     ("2026-02-30",)),
    ("clear-to-come", "screening clear --db {db} --patient {waiting} --physician D --date "
     + TOMORROWS, (TOMORROWS,)),
    ("clear-by-nobody", "screening clear --db {db} --patient {waiting} --date 2026-01-01",
     ("physician",)),
    ("clinic-too-high", "clinic set screening-diastolic-block 111 --db {db}",
     ("screening-diastolic-block", "111", "110")),
    ("clinic-unknown", "clinic set borg 1 --db {db}", ("borg", "rating-scale")),
    ("clinic-enabled-by-nobody", "clinic set preconditioning on --db {db} --reason x",
     ("name", "administrator")),
    ("clinic-enabled-without-reason", "clinic set preconditioning on --db {db} --by x",
     ("reason", "preconditioning")),
    ("setting", "screening set --db {db} --name screening-diastolic-block --value 111",
     ("screening-diastolic-block", "111", "110")),
    ("setting-of-another-name", "screening set --db {db} --name nothing --value 1",
     ("nothing", "order-required")),
    ("change-of-nothing", "screening change " + P + "--what ' '", ("change of health",)),
)

LIMB = (
    ("segment", "limb cuffs --db {db} --segment tail --girth 50", ("tail", "thigh")),
    ("girth-9", "limb girth " + LEFT + "--girth 9", ("--girth", "9", "10", "120")),
    ("girth-121", "limb girth " + LEFT + "--girth 121", ("--girth", "121", "120")),
    ("width-2.9", "limb cuff --db {db} --asset A --cuff-width 2.9", ("--cuff-width", "2.9", "3")),
    ("width-30.1", "limb cuff --db {db} --asset A --cuff-width 30.1", ("30.1", "30")),
    ("length", "limb cuff --db {db} --asset A --cuff-width 9 --length 201", ("201", "200")),
    ("fits-nobody", "limb cuff --db {db} --asset A --cuff-width 9 --girth-min 60 --girth-max 50",
     ("60", "50")),
    ("kind", "limb cuff --db {db} --asset A --cuff-width 9 --kind hose", ("hose", "bfr")),
    ("no-asset", "limb cuff --db {db} --asset ' ' --cuff-width 9", ("written on the cuff",)),
    ("girth-of-nobody", "limb girth --db {db} --patient nobody --side left --girth 50",
     ("nobody",)),
)

LOPS = (
    ("lop-59", LOP.replace("187", "59"), ("--lop", "59", "60", "320")),
    ("lop-321", LOP.replace("187", "321"), ("--lop", "321", "320")),
    ("way", LOP + "--way guess", ("way", "guess", "doppler")),
    ("definition", LOP + "--definition silence", ("silence", "pulse-lost")),
    ("posture", LOP + "--posture hanging", ("hanging", "standing")),
    ("side", LOP.replace("left", "middle"), ("--side", "middle", "left")),
    ("systolic", LOP + "--systolic 251", ("--systolic", "251", "250")),
    ("diastolic", LOP + "--diastolic 29", ("--diastolic", "29", "30")),
    ("heart-rate", LOP + "--heart-rate 19", ("--heart-rate", "19", "20")),
    ("patient", LOP.replace("{patient}", "nobody"), ("nobody",)),
    ("cuff", LOP + "--cuff nobody", ("cuff", "nobody")),
    ("estimate-too-old", "lop record " + LEFT + "--way estimate --girth 60 --cuff-width 18 "
     "--systolic 130 --diastolic 80 --age 70 --sex male", ("70", "35")),
    ("estimate-of-nothing", "lop estimate --segment thigh", ("Width", "missing", "3", "30")),
    ("run-limit", RUN + "{patient} --limit 59", ("--limit", "59", "60")),
    ("run-expected", RUN + "{patient} --expected 321", ("--expected", "321", "320")),
    ("run-sim-lop", RUN + "{patient} --sim-lop 301", ("--sim-lop", "301", "300")),
    ("run-cuff", RUN + "{patient} --cuff nobody", ("--cuff", "nobody")),
    ("run-way", RUN + "{patient} --way guess", ("--way", "guess", "doppler")),
)

PRESCRIPTIONS = (
    ("method", PRESCRIBE + "--method guess", ("--method", "guess", "systolic")),
    ("percent-19", PRESCRIBE + "--percent 19", ("--percent", "19", "20", "100")),
    ("percent-101", PRESCRIBE + "--percent 101", ("--percent", "101", "100")),
    ("percent-100", PRESCRIBE + "--percent 100 --reason x", ("100 %", "occlusion")),
    ("percent-81-without-reason", PRESCRIBE + "--percent 81", ("81 %", "80 %", "reason")),
    ("fixed-39", PRESCRIBE + "--method fixed --fixed 39", ("--fixed", "39", "40")),
    ("fixed-321", PRESCRIBE + "--method fixed --fixed 321", ("--fixed", "321", "320")),
    ("fixed-above-the-limb", PRESCRIBE + "--method fixed --fixed 261", ("261", "260")),
    ("fixed-on-an-arm", "prescribe --segment arm --side left --lop 300 --method fixed --fixed 221",
     ("221", "220")),
    ("fixed-occludes", PRESCRIBE + "--method fixed --fixed 187 --reason x", ("187", "occlusion")),
    ("systolic-69", PRESCRIBE + "--method systolic --systolic 69", ("--systolic", "69", "70")),
    ("lop-59", PRESCRIBE.replace("187", "59"), ("--lop", "59", "60")),
    ("limit-19", PRESCRIBE + "--limit 19", ("--limit", "19", "20")),
    ("limit-too-low", PRESCRIBE + "--limit 24", ("24 mmHg", "25 mmHg")),
    ("no-side", "prescribe --segment thigh --lop 187", ("ide", "left")),
    ("scale", PRESCRIBE + "--method scale --scale 501", ("--scale", "501", "500")),
    ("scale-of-nothing", PRESCRIBE + "--method scale", ("--scale",)),
    ("long-reason", PRESCRIBE + "--reason " + "x" * 200, ("--reason", "200", "199")),
    ("fixed-without-lop-or-reason", "prescribe --segment thigh --side left --method fixed "
     "--fixed 180", ("LOP", "reason")),
    ("preconditioning-off", PRESCRIBE + "--method preconditioning", ("administrator",)),
    ("preconditioning-without-consent", PRESCRIBE + "--method preconditioning --enabled",
     ("consent",)),
    ("preconditioning-31-above", PRESCRIBE + "--method preconditioning --enabled --consent "
     "--fixed 217.1", ("217.1", "217")),
)

PROTOCOLS = (
    ("unknown", "protocol show nothing", ("nothing",)),
    ("missing-file", "protocol validate {folder}/no.json", ("no.json",)),
    ("line-lop", LINE + "--lop 59", ("--lop", "59", "60", "320")),
    ("line-percent", LINE + "--lop 181 --percent 101", ("101", "100")),
    ("line-percent-19", LINE + "--lop 181 --percent 19", ("19", "20")),
    ("line-sets", LINE + "--sets 11", ("--sets", "11", "10")),
    ("line-sets-0", LINE + "--sets 0", ("--sets", "0", "1")),
    ("line-fewer-sets-than-it-may", LINE + "--sets 1", ("1", "2")),
    ("line-limb", LINE + "--limb tail", ("tail", "thigh")),
    ("line-arm", LINE + "--limb arm", ("arm",)),
)

EPISODES = (
    ("condition", "episode open " + P + "--conditions ghosts", ("ghosts",)),
    ("limb", "episode open " + P + "--limb tail", ("limb", "tail", "thigh")),
    ("side", "episode open " + P + "--side middle", ("side", "middle", "both")),
    ("surgery-on", "episode open " + P + "--surgery-on 2023-02-30", ("2023-02-30",)),
    ("nobody", "episode open --db {db} --patient nobody", ("nobody",)),
    ("goal-empty", "episode goal " + P + "--goal ' '", ("goal",)),
    ("goal-date", "episode goal " + P + "--goal a --target-on soon", ("soon", "YYYY-MM-DD")),
    ("goal-unknown", "episode goal " + P + "--goal a --goal-id nothing", ("nothing",)),
    ("per-week-0", "episode plan " + P + "--per-week 0", ("--per-week", "0", "1", "14")),
    ("per-week-15", "episode plan " + P + "--per-week 15", ("--per-week", "15", "14")),
    ("planned-501", "episode plan " + P + "--planned 501", ("--planned", "501", "500")),
    ("authorised", "episode plan " + P + "--authorised 501", ("--authorised", "501", "500")),
    ("plan-on", "episode plan " + P + "--on 2023-02-30", ("2023-02-30",)),
    ("at", "episode appoint " + P + "--at tomorrow --minutes 45", ("--at", "tomorrow", "YYYY")),
    ("minutes-0", "episode appoint " + P + "--at 2027-01-01T10:00 --minutes 0",
     ("--minutes", "0", "1", "1440")),
    ("minutes-1441", "episode appoint " + P + "--at 2027-01-01T10:00 --minutes 1441",
     ("--minutes", "1441", "1440")),
    ("attend-nothing", "episode attend --db {db} nothing --state done", ("nothing",)),
    ("episode", "episode due --db {db} --episode nothing", ("nothing",)),
    ("discharge-without-reason", "episode discharge " + P, ("reason",)),
    ("discharge-on", "episode discharge " + P + "--reason a --on 2023-02-30", ("2023-02-30",)),
)

MEASURES = (
    ("unknown", PUT + "--measure hope --value 1", ("hope", "lefs")),
    ("too-high", PUT + "--measure lefs --value 81", ("81", "80")),
    ("too-low", PUT + "--measure lefs --value=-1", ("-1", "0", "80")),
    ("nothing", PUT + "--measure lefs", ("value",)),
    ("side-missing", PUT + "--measure girth-thigh-15 --value 52", ("side", "left")),
    ("side-too-much", PUT + "--measure lefs --value 52 --side left", ("side",)),
    ("occasion", PUT + "--measure lefs --value 52 --occasion monday", ("monday", "baseline")),
    ("on", PUT + "--measure lefs --value 52 --on 2023-02-30", ("2023-02-30",)),
    ("on-to-come", PUT + "--measure lefs --value 52 --on " + TOMORROWS, (TOMORROWS,)),
    ("way", PUT + "--measure one-rm --value 20 --side left --exercise quad-set --way guess",
     ("guess", "epley")),
)

PROGRESS = (
    ("exercise", "progress suggest " + P + "--exercise nothing --side left", ("nothing",)),
    ("side", "progress suggest " + P + "--exercise quad-set --side middle", ("middle", "left")),
    ("choice", CHOOSE + "--rule R1 --choice maybe", ("maybe", "accepted")),
    ("rule", CHOOSE + "--rule R99 --choice accepted", ("R99",)),
    ("way", "progress max --load 20 --reps 5 --way guess", ("--way", "guess", "brzycki")),
    ("load-0", "progress max --load 0 --reps 5", ("load", "0", "500")),
    ("load-501", "progress max --load 501 --reps 5", ("load", "501", "500")),
    ("reps-0", "progress max --load 20 --reps 0", ("reps", "0", "1")),
    ("reps-many", "progress max --load 20 --reps 99", ("reps", "99", "1")),
    ("tested-by-two", "progress max --load 20 --reps 2 --way tested", ("2", "1")),
    ("percent", "progress max --load 20 --reps 5 --percent 101 --step 1", ("--percent", "101",
                                                                           "100")),
    ("step", "progress max --load 20 --reps 5 --percent 30 --step 21", ("--step", "21", "20")),
)

VISITS = (
    ("systolic-only", "visit check --systolic 120", ("diastolic",)),
    ("turned-round", "visit check --systolic 70 --diastolic 120", ("70", "120")),
    ("heart-rate", "visit check --heart-rate 251", ("251", "250")),
    ("pain", "visit check --pain 11", ("pain", "11", "10")),
    ("refill", "visit check --refill 21", ("refill", "21", "20")),
    ("minutes", "visit units --minutes 601", ("--minutes", "601", "600")),
    ("note-minutes", "visit note " + DONE + "--minutes 601", ("--minutes", "601", "600")),
    ("kind", ADVERSE.replace("bruising", "ghosts"), ("ghosts", "bruising")),
    ("grade-0", ADVERSE.replace("grade 1", "grade 0"), ("--grade", "0", "1", "4")),
    ("grade-5", ADVERSE.replace("grade 1", "grade 5"), ("--grade", "5", "4")),
    ("onset", ADVERSE.replace("day", "never"), ("onset", "never", "three-days")),
    ("pressure", ADVERSE + "--pressure 331", ("--pressure", "331", "330")),
    ("limb", ADVERSE + "--limb tail", ("limb", "tail", "thigh")),
    ("side", ADVERSE + "--side middle", ("--side", "middle", "left")),
    ("adverse-of-nobody", ADVERSE.replace("{patient}", "nobody"), ("nobody",)),
    ("soreness", "visit call " + DONE + "--soreness 11", ("soreness", "11", "10")),
    ("soreness-missing", "visit call " + DONE, ("soreness",)),
)

BAD = (("screening", SCREENING), ("limb", LIMB), ("lop", LOPS), ("prescribe", PRESCRIPTIONS),
       ("protocol", PROTOCOLS), ("episode", EPISODES), ("measure", MEASURES),
       ("progress", PROGRESS), ("visit", VISITS))

# Steps before the step that has to come first.
ORDER = (
    ("clear-what-nobody-asked", "screening clear --db {db} --patient {unscreened} --physician D "
     "--date 2026-01-01", ("physician",)),
    ("clear-what-needs-no-physician", "screening clear " + P + "--physician D --date 2026-01-01",
     ("physician",)),
    ("override-what-is-refused", "screening override --db {db} --patient {refused} --by A "
     "--reason hurry", ("expired",)),
    ("override-what-waits-for-a-physician", "screening override --db {db} --patient {waiting} "
     "--by A --reason hurry", ("expired",)),
    ("override-what-is-open", "screening override " + P + "--by A --reason hurry", ("expired",)),
    ("search-without-order", RUN + "{unordered}", ("order", "physician")),
    ("search-without-screening", RUN + "{unscreened}", ("screen",)),
    ("search-when-a-physician-is-asked", RUN + "{waiting}", ("hysician",)),
    ("search-when-refused", RUN + "{refused}", ("regnancy",)),
    ("check-before-a-measurement", "lop check " + LEFT, ("LOP",)),
    ("prescribe-before-a-measurement", "prescribe " + LEFT + "--percent 60", ("LOP",)),
    ("goal-before-an-episode", "episode goal --db {db} --patient {unordered} --goal a",
     ("episode",)),
    ("measure-before-an-episode", "measure put --db {db} --patient {unordered} --measure lefs "
     "--value 50", ("episode",)),
    ("suggest-before-an-episode", "progress suggest --db {db} --patient {unordered} "
     "--exercise quad-set --side left", ("episode",)),
    ("choose-what-nothing-suggested", CHOOSE + "--rule R3 --choice accepted", ("R3",)),
    ("change-to-nothing", CHOOSE + "--rule R3 --choice changed", ("R3",)),
    ("note-before-a-session", "visit note --db {db} --session nothing --plan a", ("nothing",)),
    ("handover-before-a-session", "visit handover --db {db} --session nothing", ("nothing",)),
    ("call-before-a-session", "visit call --db {db} --session nothing --soreness 1",
     ("nothing",)),
    ("adverse-of-another-session", ADVERSE + "--session nothing", ("nothing",)),
    ("attend-without-a-word", "episode attend --db {db} nothing", ("attendance", "planned")),
)

# --- Values that mean harm ----------------------------------------------------------------------

LONG = "9" * 100_000
BYTES = b"\xff\xfe\x80"
HOSTILE = {
    "number": (("nan", "nan"), ("inf", "inf"), ("minus-inf", "-inf"), ("1e309", "1e309"),
               ("negative", "-1"), ("comma", "1,5"), ("thousands", "1.234,5"), ("empty", ""),
               ("blank", " "), ("hex", "0x10"), ("underscore", "1_000"), ("plus", "1+1"),
               ("minus-sign", "\N{MINUS SIGN}5"), ("dashes", "--db"), ("long", LONG),
               ("words", "twelve"), ("two-lines", "1\n2"), ("bytes", BYTES)),
    "word": (("empty", ""), ("dashes", "--db"), ("long", "w" * 100_000), ("percent", "%s%n%d"),
             ("two-lines", "left\nleft"), ("capitals", "LEFT"), ("bytes", BYTES)),
    "date": (("empty", ""), ("words", "today"), ("comma", "01,02,2026"), ("local", "01.02.2026"),
             ("nonsense", "2026-13-01"), ("long", "2" * 100_000), ("dashes", "--"),
             ("with-time", "2026-01-01T10:00"), ("year-0", "0000-01-01"), ("bytes", BYTES)),
    "moment": (("empty", ""), ("words", "tomorrow"), ("local", "01.02.2027 10:00"),
               ("nonsense", "2027-13-01T10:00"), ("hour-25", "2027-01-01T25:00"),
               ("long", "2" * 100_000), ("day-only", "2027-01-01"), ("bytes", BYTES)),
    "scale": (("nan", "nan"), ("1e309", "1e309"), ("negative", "-1"), ("words", "tight"),
              ("hex", "0x10"), ("long", LONG), ("bytes", BYTES)),
    "id": (("empty", ""), ("dashes", "--patient"), ("long", "i" * 100_000),
           ("sql", "' OR 1=1; DROP TABLE patient; --"), ("wildcard", "%"),
           ("two-lines", "a\nb"), ("bytes", BYTES)),
    "text": (("long", "t" * 100_000), ("bytes", BYTES)),
}

# What the message calls an option, where it is not the option itself.
WORDS_OF = {
    "--patient": "", "--session": "", "--episode": "", "--sex": "sex", "--goal": "goal",
    "--date": "", "--on": "", "--target-on": "", "--surgery": "", "--surgery-on": "",
    "--onset": "onset", "--kind": "", "--measure": "measure", "--occasion": "occasion",
    "--exercise": "", "--note": "note", "--subjective": "", "--reason": "reason", "--what": "",
    "--diagnosis": "", "--limb": "", "--rule": "", "--physician": "", "--bp": "", "--asset": "",
    "--load": "load", "--heart-rate": "heart", "--soreness": "soreness", "--pain": "pain",
    "--refill": "refill", "--percent": "ercent", "--way": "", "--site": "", "--value": "", "--pressure": "", "--state": "",
}

OPTIONS = (
    (JUDGE, "--age", "number"), (JUDGE, "--height", "number"), (JUDGE, "--weight", "number"),
    (JUDGE, "--sex", "word"), (JUDGE, "--date", "date"), (JUDGE, "--surgery", "date"),
    ("screening judge --no-to-rest", "--bp", "word"),
    ("screening clear --db {db} --patient {waiting} --physician D --date 2026-01-01",
     "--max-percent", "number"),
    ("screening set --db {db} --name screening-diastolic-block", "--value", "number"),
    ("screening change " + P, "--what", "text"),
    ("screening show --db {db}", "--patient", "id"),
    ("limb girth " + LEFT, "--girth", "number"),
    ("limb cuff --db {db} --asset A", "--cuff-width", "number"),
    (LOP, "--systolic", "number"), (LOP, "--heart-rate", "number"), (LOP, "--way", "word"),
    ("lop record " + LEFT + "--cuff-width 13.5", "--lop", "number"),
    ("lop check --segment thigh --side left --db {db}", "--patient", "id"),
    (RUN + "{patient}", "--limit", "number"), (RUN + "{patient}", "--expected", "number"),
    (PRESCRIBE, "--percent", "number"), (PRESCRIBE + "--method fixed", "--fixed", "number"),
    (PRESCRIBE + "--method systolic", "--systolic", "number"),
    (PRESCRIBE, "--limit", "number"), (PRESCRIBE, "--reason", "text"),
    ("prescribe --segment thigh --side left", "--lop", "number"),
    (PRESCRIBE + "--method scale", "--scale", "scale"),
    (LINE, "--lop", "number"), (LINE + "--lop 181", "--percent", "number"),
    (LINE, "--sets", "number"), (LINE, "--limb", "word"),
    ("episode open " + P, "--surgery-on", "date"), ("episode open " + P, "--limb", "word"),
    ("episode open " + P, "--diagnosis", "text"),
    ("episode goal " + P + "--goal a", "--target-on", "date"),
    ("episode goal " + P, "--goal", "text"),
    ("episode plan " + P, "--per-week", "number"), ("episode plan " + P, "--planned", "number"),
    ("episode appoint " + P + "--at 2027-01-01T10:00", "--minutes", "number"),
    ("episode appoint " + P + "--minutes 45", "--at", "moment"),
    ("episode discharge " + P + "--reason a", "--on", "date"),
    ("episode due --db {db}", "--patient", "id"), ("episode due --db {db}", "--episode", "id"),
    (PUT + "--measure lefs", "--value", "number"), (PUT + "--value 50", "--measure", "id"),
    (PUT + "--measure lefs --value 50", "--on", "date"),
    (PUT + "--measure lefs --value 50", "--occasion", "word"),
    (PUT + "--measure lefs --value 50", "--note", "text"),
    ("progress max --reps 5", "--load", "number"), ("progress max --load 5", "--reps", "number"),
    (CHOOSE + "--choice accepted", "--rule", "id"),
    ("progress suggest --db {db} --exercise quad-set --side left", "--patient", "id"),
    ("visit check", "--pain", "number"), ("visit check", "--refill", "number"),
    ("visit check", "--heart-rate", "number"), ("visit units", "--minutes", "number"),
    ("visit note " + DONE, "--subjective", "text"), ("visit note " + DONE, "--minutes", "number"),
    ("visit note --db {db} --plan a", "--session", "id"),
    (ADVERSE, "--pressure", "number"), (ADVERSE, "--side", "word"),
    ("visit adverse " + P + "--kind bruising --onset day", "--grade", "number"),
    ("visit adverse " + P + "--grade 1 --onset day", "--kind", "id"),
    ("visit call " + DONE, "--soreness", "number"),
)
