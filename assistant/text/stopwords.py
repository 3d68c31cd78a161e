"""Turns the function words of French and English into two sets: words that a search can do without.

Knows nothing about stemming or questions. Accents are folded and elisions cut, as in `terms`.
"""

FRENCH = frozenset(
    """a au aux avec c ce ceci cela celle celles celui ces cet cette ceux chez comme comment d dans de des donc du elle
    elles en entre es est et etaient etait ete etes etre eu eux fait faire font hui il ils j je l la le les leur
    leurs lors lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont ou par parmi pas pendant plus
    pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se selon sera seront ses si soit son
    sont sous sur t ta te tes toi ton tous tout toute toutes tu un une vers via vos votre vous y combien depuis
    lequel laquelle lesquels lesquelles dont ainsi tres aussi afin avait avaient avoir ai as avez avons peut peuvent
    doit doivent existe exist sait savoir dire dit svp sil plait donner donne donnez quelqu actuellement""".split()
)

ENGLISH = frozenset(
    """a about after all also am an and any are as at be been before being between both but by can could currently did
    do does doing done during each exist for from give had has have having he her here hers him his how i if in into
    is it its itself just many me more most much my no nor not now of off on once only or other our ours out over
    own please s same she should since so some such t tell than that the their theirs them themselves then there
    these they this those through to too under until up us very was we were what when where which while who whom
    whose why will with would you your yours""".split()
)

# What people say around a question; no answer has to contain it.
FRENCH_COURTESY = frozenset(
    """bonjour bonsoir salut merci aimerais aimerait voudrais voudrait souhaite souhaiterais pourriez pourrais pourrait
    pouvez peux puis besoin cherche chercher trouver trouve comprendre comprends connaitre connais expliquer expliquez
    demande demander collegue collegues question reponse renseignement renseignements precisement exactement justement
    vraiment simplement rapidement stp cordialement madame monsieur selon apres lu entendu parait dit-on preciser
    indiquer indiquez rappeler rappelez vouloir veux""".split()
)
ENGLISH_COURTESY = frozenset(
    """hello hi dear thanks thank would like need know knowing wonder wondering looking find found understand explain
    colleague colleagues question answer exactly really actually kindly quick quickly want wanted trying try help
    heard read told remind according say says said sure""".split()
)
STOPWORDS = {"fr": FRENCH | FRENCH_COURTESY, "en": ENGLISH | ENGLISH_COURTESY}
