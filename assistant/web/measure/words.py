"""Turns a language into every word that the page of evaluators says.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Language


@dataclass(frozen=True, slots=True)
class MeasureStrings:
    """Visible text in one language; `{names}` are filled in by the caller, escaped."""

    title: str
    tagline: str
    ask: str
    ask_hint: str
    set: str
    start: str
    stop: str
    resume: str
    upload: str
    upload_hint: str
    choose_file: str
    send: str
    sending: str
    stored: str
    not_sent: str
    loading: str
    asked_of: str
    seconds: str
    by: str
    stopping: str
    ended_done: str
    ended_stopped: str
    stopped_early: str
    run: str
    no_run: str
    choose_first: str
    results: str
    questions: str
    comparing: str
    labels: str
    editing: str
    partial: str
    made_with: str
    state_running: str
    state_done: str
    state_stopped: str
    state_interrupted: str
    state_failed: str
    figures: str
    figures_hint: str
    group: str
    all: str
    answer_accuracy: str
    answered: str
    refused: str
    recall_5: str
    citation_precision: str
    citation_recall: str
    lost: str
    lost_hint: str
    nothing_lost: str
    direction: str
    type: str
    outcome: str
    stage: str
    any: str
    reading: str
    retrieval: str
    evidence: str
    decision: str
    wording: str
    plots: str
    plot_risk: str
    plot_risk_x: str
    plot_risk_y: str
    plot_recall: str
    plot_recall_x: str
    plot_recall_y: str
    plot_latency: str
    plot_latency_x: str
    plot_latency_y: str
    plot_numbers: str
    plot_svg: str
    asked_in_fr: str
    asked_in_en: str
    download: str
    download_questions: str
    download_figures: str
    download_run: str
    download_set: str
    download_comparison_csv: str
    download_comparison_json: str
    download_labels_csv: str
    download_labels_json: str
    text: str
    question: str
    answer: str
    abstained: str
    right: str
    wrong: str
    outcome_right: str
    outcome_wrong: str
    outcome_answered: str
    outcome_refused: str
    shown: str
    more: str
    none: str
    open: str
    open_id: str
    previous: str
    next: str
    no_question: str
    expected: str
    expected_none: str
    gold: str
    said: str
    cited: str
    retrieved: str
    proves: str
    probability: str
    took: str
    failed_at: str
    not_failed: str
    judge: str
    judge_hint: str
    who: str
    verdict: str
    cited_well: str
    well: str
    badly: str
    not_said: str
    judge_button: str
    judged: str
    choose_verdict: str
    agreement: str
    agreement_hint: str
    people: str
    about: str
    about_verdict: str
    about_cited_well: str
    alike: str
    kappa: str
    no_labels: str
    alone: str
    before: str
    after: str
    compare_button: str
    compare_hint: str
    no_difference: str
    nothing_common: str
    changes: str
    better: str
    worse: str
    other: str
    change: str
    cause: str
    total: str
    larger: str
    may_be_chance: str
    gained: str
    lost_ones: str
    difference: str
    p: str
    method: str
    made_otherwise: str
    made_alike: str
    because_threshold: str
    because_document_changed: str
    because_cut_otherwise: str
    because_proof_changed: str
    because_passage_missing: str
    because_other_order: str
    because_other_cosines: str
    because_read_otherwise: str
    because_ordered_otherwise: str
    because_probability: str
    because_same_decision: str
    set_to_edit: str
    ours: str
    check: str
    check_good: str
    check_bad: str
    error: str
    note: str
    instead: str
    line: str
    remark: str
    question_to_edit: str
    new_question: str
    id: str
    language: str
    answerable: str
    facts: str
    gold_field: str
    remark_field: str
    check_button: str
    save: str
    delete: str
    saved: str
    deleted: str
    question_good: str
    id_taken: str
    last_question: str
    gold_line: str
    use_exact: str
    footer: str


FRENCH = MeasureStrings(
    title="Mesurer",
    tagline="Posez un jeu de questions au système, lisez ce qui en sort, et comparez deux versions avant d’en mettre "
    "une en service.",
    ask="Poser un jeu de questions",
    ask_hint="Une mesure garde chaque réponse\u00a0; les lecteurs continuent d’être servis pendant ce temps.",
    set="Jeu de questions",
    start="Lancer la mesure",
    stop="Arrêter",
    resume="Reprendre la mesure choisie",
    upload="Ajouter un jeu",
    upload_hint="Un fichier JSONL en UTF-8, {size} Mo et {count} questions au plus\u00a0; la forme est dans "
    "eval/questions/README.md.",
    choose_file="Fichier du jeu",
    send="Envoyer",
    sending="envoi…",
    stored="«\u00a0{name}\u00a0» est enregistré, {count} questions",
    not_sent="l’envoi n’a pas abouti, réessayez",
    loading="Chargement des modèles",
    asked_of="{done} questions sur {total}",
    seconds="{seconds}\u00a0s",
    by="lancé par {who}",
    stopping="arrêt en cours",
    ended_done="Mesure finie\u00a0: {done} questions en {seconds}\u00a0s.",
    ended_stopped="Mesure arrêtée après {done} questions sur {total}\u00a0: ce qui a été mesuré est gardé.",
    stopped_early="Mesure arrêtée avant la première question\u00a0: rien n’est gardé.",
    run="Mesure à lire",
    no_run="Aucune mesure encore\u00a0: choisissez un jeu et lancez-la.",
    choose_first="Choisissez d’abord dans la liste.",
    results="Résultats",
    questions="Questions",
    comparing="Comparer",
    labels="Jugements",
    editing="Jeu de questions",
    partial="Mesure partielle\u00a0: {asked} questions sur {of}.",
    made_with="Fait avec",
    state_running="en cours",
    state_done="finie",
    state_stopped="arrêtée",
    state_interrupted="interrompue",
    state_failed="échouée",
    figures="Chiffres par sens et par type",
    figures_hint="Entre crochets, l’intervalle de confiance à 95\u00a0% (Wilson pour les parts, bootstrap pour les "
    "moyennes)\u00a0; n est le nombre de questions.",
    group="Groupe",
    all="toutes",
    answer_accuracy="Réponses justes",
    answered="Répondues",
    refused="Refus justifiés",
    recall_5="Rappel à 5",
    citation_precision="Précision des citations",
    citation_recall="Rappel des citations",
    lost="Où les questions se perdent",
    lost_hint="La première étape après laquelle la preuve n’était plus là.",
    nothing_lost="Aucune question perdue.",
    direction="Sens",
    type="Type",
    outcome="Résultat",
    stage="Étape en cause",
    any="tous",
    reading="lecture",
    retrieval="recherche",
    evidence="preuve",
    decision="décision",
    wording="formulation",
    plots="Courbes",
    plot_risk="Risque selon la couverture",
    plot_risk_x="part des questions gardées, les plus sûres d’abord",
    plot_risk_y="part de fausses",
    plot_recall="Rappel à k",
    plot_recall_x="k premiers passages",
    plot_recall_y="preuve trouvée",
    plot_latency="Délai de réponse",
    plot_latency_x="millisecondes",
    plot_latency_y="part des réponses venues",
    plot_numbers="Les mêmes chiffres en tableau",
    plot_svg="Courbe en SVG",
    asked_in_fr="en français",
    asked_in_en="en anglais",
    download="Télécharger",
    download_questions="questions (CSV)",
    download_figures="chiffres (CSV)",
    download_run="tout (JSON)",
    download_set="jeu de questions (JSONL)",
    download_comparison_csv="comparaison (CSV)",
    download_comparison_json="comparaison (JSON)",
    download_labels_csv="jugements (CSV)",
    download_labels_json="jugements (JSON)",
    text="Mots de la question ou identifiant",
    question="Question",
    answer="Réponse",
    abstained="pas de réponse",
    right="juste",
    wrong="faux",
    outcome_right="justes",
    outcome_wrong="fausses ou perdues",
    outcome_answered="répondues",
    outcome_refused="non répondues",
    shown="{shown} questions sur {count}.",
    more="et {count} autres\u00a0: filtrez la liste.",
    none="Aucune question ne correspond.",
    open="Ouvrir",
    open_id="Question à ouvrir (identifiant)",
    previous="Précédente",
    next="Suivante",
    no_question="Il n’y a pas de question «\u00a0{id}\u00a0» dans cette mesure.",
    expected="Attendu",
    expected_none="pas de réponse\u00a0: les documents n’en donnent pas",
    gold="Citations de référence",
    said="Répondu",
    cited="Cité",
    retrieved="Passages pesés, dans l’ordre",
    proves="prouve la réponse",
    probability="Probabilité {probability}, seuil {threshold}",
    took="{ms}\u00a0ms",
    failed_at="Perdue à l’étape\u00a0: {stage}",
    not_failed="Aucune étape en défaut",
    judge="Votre jugement",
    judge_hint="Deux personnes jugent les mêmes réponses sans se voir\u00a0; leur accord est sous "
    "«\u00a0Jugements\u00a0».",
    who="Votre nom",
    verdict="La réponse est",
    cited_well="Les citations",
    well="la prouvent",
    badly="ne la prouvent pas",
    not_said="sans avis",
    judge_button="Juger et passer à la suivante",
    judged="Jugé\u00a0: {id}, {verdict}.",
    choose_verdict="Dites d’abord si la réponse est juste.",
    agreement="Accord de deux personnes",
    agreement_hint="Part des réponses jugées de même par les deux, et kappa de Cohen, qui en retire le "
    "hasard. Sans kappa "
    "quand tous les jugements sont les mêmes.",
    people="Personnes",
    about="Sur",
    about_verdict="juste ou faux",
    about_cited_well="citations",
    alike="Jugés de même",
    kappa="Kappa",
    no_labels="Personne n’a encore jugé de réponse de cette mesure.",
    alone="{who} a jugé {count} réponses\u00a0; il faut une deuxième personne pour un accord.",
    before="Avant",
    after="Après",
    compare_button="Comparer",
    compare_hint="Seules les questions posées par les deux mesures, dans les mêmes mots, sont comparées. Le temps de "
    "réponse n’est pas une différence.",
    no_difference="Aucune différence\u00a0: les {count} questions ont la même réponse.",
    nothing_common="Ces deux mesures n’ont aucune question en commun.",
    changes="{count} réponses sur {of} ont changé",
    better="mieux",
    worse="moins bien",
    other="autre réponse",
    change="Changement",
    cause="Étape en cause",
    total="Total",
    larger="La différence dépasse le hasard.",
    may_be_chance="La différence peut être due au hasard.",
    gained="Gagnées",
    lost_ones="Perdues",
    difference="Différence",
    p="p",
    method="McNemar exact, bilatéral, sur juste ou non\u00a0; différence des parts par bootstrap apparié, "
    "95\u00a0%. Les lignes par sens ne sont pas corrigées pour le nombre de tests.",
    made_otherwise="Ce qui n’est pas pareil dans les deux",
    made_alike="Même jeu, même index, mêmes réglages, même version.",
    because_threshold="le seuil seul\u00a0: {what}",
    because_document_changed="le document n’est pas le même\u00a0: {what}",
    because_cut_otherwise="les passages sont découpés autrement",
    because_proof_changed="le passage qui prouve n’est pas dans les deux index\u00a0: {what}",
    because_passage_missing="passage pesé d’un seul côté\u00a0: {what}",
    because_other_order="les mêmes passages décisifs, dans un autre ordre ou une autre compagnie",
    because_other_cosines="les passages sont jugés plus ou moins proches",
    because_read_otherwise="même passage, lu autrement\u00a0: {what}",
    because_ordered_otherwise="mêmes phrases, pesées autrement",
    because_probability="probabilité ou motif\u00a0: {what}",
    because_same_decision="même décision, autres citations ou autres mots",
    set_to_edit="Jeu à relire ou modifier",
    ours="vient avec le programme\u00a0: une modification en fait une copie",
    check="Contrôle du jeu",
    check_good="Les {count} questions sont en ordre\u00a0: chaque citation est dans son document.",
    check_bad="{errors} erreurs et {notes} remarques dans {count} questions.",
    error="erreur",
    note="remarque",
    instead="Le document écrit\u00a0: «\u00a0{text}\u00a0»",
    line="N°",
    remark="À voir",
    question_to_edit="Question à modifier",
    new_question="Nouvelle question",
    id="Identifiant",
    language="Langue",
    answerable="Les documents y répondent",
    facts="Faits attendus (un par ligne, graphies séparées par |)",
    gold_field="Citations (une par ligne\u00a0: document | citation)",
    remark_field="Remarque",
    check_button="Contrôler la question",
    save="Enregistrer",
    delete="Supprimer la question",
    saved="«\u00a0{id}\u00a0» est enregistrée dans «\u00a0{set}\u00a0».",
    deleted="«\u00a0{id}\u00a0» est supprimée de «\u00a0{set}\u00a0».",
    question_good="Rien à redire\u00a0: chaque citation est dans son document.",
    id_taken="L’identifiant «\u00a0{id}\u00a0» est déjà pris dans ce jeu.",
    last_question="Un jeu garde au moins une question.",
    gold_line="La ligne «\u00a0{line}\u00a0» des citations n’a pas la forme «\u00a0document | citation\u00a0».",
    use_exact="Reprendre le texte exact des documents",
    footer="Les mesures, jeux et jugements sont gardés dans le dossier d’évaluation de ce serveur.",
)

ENGLISH = MeasureStrings(
    title="Measure",
    tagline="Ask the system a set of questions, read what comes of it, and compare two versions before one goes live.",
    ask="Ask a question set",
    ask_hint="A run keeps every answer; readers go on being served meanwhile.",
    set="Question set",
    start="Start the run",
    stop="Stop",
    resume="Go on with the chosen run",
    upload="Add a set",
    upload_hint="A JSONL file in UTF-8, {size} MB and {count} questions at most; eval/questions/README.md "
    "has the form.",
    choose_file="File of the set",
    send="Send",
    sending="sending…",
    stored="“{name}” is stored, {count} questions",
    not_sent="sending failed, try again",
    loading="Loading the models",
    asked_of="{done} of {total} questions",
    seconds="{seconds}\u00a0s",
    by="started by {who}",
    stopping="stopping",
    ended_done="Run finished: {done} questions in {seconds}\u00a0s.",
    ended_stopped="Run stopped after {done} of {total} questions: what was measured is kept.",
    stopped_early="Run stopped before the first question: nothing is kept.",
    run="Run to read",
    no_run="No run yet: choose a set and start one.",
    choose_first="Choose from the list first.",
    results="Results",
    questions="Questions",
    comparing="Compare",
    labels="Labels",
    editing="Question set",
    partial="Partial run: {asked} of {of} questions.",
    made_with="Made with",
    state_running="going on",
    state_done="finished",
    state_stopped="stopped",
    state_interrupted="interrupted",
    state_failed="failed",
    figures="Figures by direction and type",
    figures_hint="In brackets the 95\u00a0% confidence interval (Wilson for shares, bootstrap for means); n "
    "is the number "
    "of questions.",
    group="Group",
    all="all",
    answer_accuracy="Right answers",
    answered="Answered",
    refused="Rightly refused",
    recall_5="Recall at 5",
    citation_precision="Citation precision",
    citation_recall="Citation recall",
    lost="Where questions are lost",
    lost_hint="The first stage after which the proof was no longer there.",
    nothing_lost="No question was lost.",
    direction="Direction",
    type="Type",
    outcome="Outcome",
    stage="Failing stage",
    any="any",
    reading="reading",
    retrieval="retrieval",
    evidence="evidence",
    decision="decision",
    wording="wording",
    plots="Plots",
    plot_risk="Risk against coverage",
    plot_risk_x="share of questions kept, the surest first",
    plot_risk_y="share of wrong ones",
    plot_recall="Recall at k",
    plot_recall_x="first k passages",
    plot_recall_y="proof found",
    plot_latency="Latency",
    plot_latency_x="milliseconds",
    plot_latency_y="share of answers come",
    plot_numbers="The same figures as a table",
    plot_svg="Plot as SVG",
    asked_in_fr="in French",
    asked_in_en="in English",
    download="Download",
    download_questions="questions (CSV)",
    download_figures="figures (CSV)",
    download_run="everything (JSON)",
    download_set="question set (JSONL)",
    download_comparison_csv="comparison (CSV)",
    download_comparison_json="comparison (JSON)",
    download_labels_csv="labels (CSV)",
    download_labels_json="labels (JSON)",
    text="Words of the question, or its id",
    question="Question",
    answer="Answer",
    abstained="no answer",
    right="right",
    wrong="wrong",
    outcome_right="right",
    outcome_wrong="wrong or lost",
    outcome_answered="answered",
    outcome_refused="not answered",
    shown="{shown} of {count} questions.",
    more="and {count} more: filter the list.",
    none="No question fits.",
    open="Open",
    open_id="Question to open (its id)",
    previous="Previous",
    next="Next",
    no_question="There is no question “{id}” in this run.",
    expected="Expected",
    expected_none="no answer: the documents do not give one",
    gold="Gold quotes",
    said="Answered with",
    cited="Cited",
    retrieved="Passages weighed, in order",
    proves="proves the answer",
    probability="Probability {probability}, threshold {threshold}",
    took="{ms}\u00a0ms",
    failed_at="Lost at: {stage}",
    not_failed="No stage failed",
    judge="Your judgement",
    judge_hint="Two people judge the same answers without seeing each other’s; their agreement is under “Labels”.",
    who="Your name",
    verdict="The answer is",
    cited_well="The citations are",
    well="good proof",
    badly="no proof",
    not_said="not judged",
    judge_button="Judge, and go to the next",
    judged="Judged: {id}, {verdict}.",
    choose_verdict="First say whether the answer is right.",
    agreement="Agreement of two people",
    agreement_hint="Share of the answers that both judged alike, and Cohen’s kappa, which takes chance away. "
    "No kappa where "
    "all labels are the same.",
    people="People",
    about="About",
    about_verdict="right or wrong",
    about_cited_well="citations",
    alike="Judged alike",
    kappa="Kappa",
    no_labels="Nobody has judged an answer of this run yet.",
    alone="{who} judged {count} answers; agreement needs a second person.",
    before="Before",
    after="After",
    compare_button="Compare",
    compare_hint="Only questions that both runs asked, in the same words, are compared. Time taken is no difference.",
    no_difference="No difference: all {count} questions have the same answer.",
    nothing_common="These two runs share no question.",
    changes="{count} of {of} answers changed",
    better="better",
    worse="worse",
    other="another answer",
    change="Change",
    cause="Cause",
    total="Total",
    larger="The difference is larger than chance.",
    may_be_chance="The difference may be chance.",
    gained="Gained",
    lost_ones="Lost",
    difference="Difference",
    p="p",
    method="McNemar’s exact test, two-sided, on right or not; difference of shares by paired bootstrap, 95\u00a0%. "
    "The lines by direction are not corrected for their number.",
    made_otherwise="What is not the same in the two",
    made_alike="Same set, same index, same settings, same version.",
    because_threshold="the threshold alone: {what}",
    because_document_changed="the document is not the same: {what}",
    because_cut_otherwise="the passages are cut otherwise",
    because_proof_changed="the passage that proves it is not in both indexes: {what}",
    because_passage_missing="weighed on one side only: {what}",
    because_other_order="the deciding passages, in another order or company",
    because_other_cosines="the passages are held nearer or further",
    because_read_otherwise="same passage, read otherwise: {what}",
    because_ordered_otherwise="same sentences, weighed otherwise",
    because_probability="probability or reason: {what}",
    because_same_decision="same decision, other quotes or words",
    set_to_edit="Set to check or edit",
    ours="comes with the program: a change makes a copy",
    check="Check of the set",
    check_good="All {count} questions are in order: every quote is in its document.",
    check_bad="{errors} errors and {notes} remarks in {count} questions.",
    error="error",
    note="remark",
    instead="The document writes: “{text}”",
    line="No.",
    remark="To see",
    question_to_edit="Question to edit",
    new_question="New question",
    id="Id",
    language="Language",
    answerable="The documents answer it",
    facts="Facts expected (one a line, spellings separated by |)",
    gold_field="Quotes (one a line: document | quote)",
    remark_field="Note",
    check_button="Check the question",
    save="Save",
    delete="Delete the question",
    saved="“{id}” is saved in “{set}”.",
    deleted="“{id}” is deleted from “{set}”.",
    question_good="Nothing to remark: every quote is in its document.",
    id_taken="The id “{id}” is taken in this set already.",
    last_question="A set keeps at least one question.",
    gold_line="The line “{line}” of the quotes is not of the form “document | quote”.",
    use_exact="Take the documents’ exact text",
    footer="Runs, sets and labels are kept in this server’s evaluation folder.",
)

MEASURE_STRINGS: dict[Language, MeasureStrings] = {"fr": FRENCH, "en": ENGLISH}
