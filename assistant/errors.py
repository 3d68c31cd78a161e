"""Turns what can go wrong into one clear sentence in French or English, with a code and an exit status.

Knows nothing about where it is shown: the command line, the page and the HTTP API render it.

AssistantError
├── InputError        the question or an argument cannot be used (HTTP 422)
├── SettingsError     a setting is unknown or has the wrong type
├── CorpusError       the folder of documents is missing, empty or unreadable
├── ReadingError      one file cannot be read; the others are
│   └── NameTaken         a file of that name is there already (HTTP 409)
├── OriginalMissing   an indexed file is no longer in the folder of documents (HTTP 404)
├── OriginalChanged   an indexed file is not what it was (HTTP 409)
├── ModelError        the embedding model is missing, altered or gives unusable vectors
│   └── Int8Unusable      the fast engine cannot work here; the exact one can
├── ClusterError      the Ray cluster does not answer, is lost or holds another program
├── NotFound          there is no such document or passage in the index (HTTP 404)
├── Busy              too many questions are waiting (HTTP 503)
├── AccountsError     the file of users cannot be used or changed as asked (HTTP 503)
├── SignInNeeded      nobody is signed in (HTTP 401)
├── NotAllowed        whoever is signed in lacks the role (HTTP 403)
├── TooManyTries      too many wrong passwords (HTTP 429)
├── Stopped           whoever asked wants no answer any more
├── FeedbackError     what a reader thinks of an answer cannot be kept (HTTP 503)
├── EvaluationError   a question set, baseline or gate cannot be used
└── StoredIndexError  the built index cannot be used
    ├── IndexMissing      there is none yet
    ├── IndexCorrupt      a file differs from its recorded hash
    ├── IndexMismatch     it was built with another model or other prefixes
    ├── IndexBusy         another process is writing it
    └── StoreUnreachable  the Milvus that holds it does not answer
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of all errors meant for the reader. `en` and `fr` say what happened and what to do next."""

    code = "error"
    http_status = 500

    def __init__(self, *, en: str, fr: str) -> None:
        super().__init__(en)
        self.en = en
        self.fr = fr

    def message(self, language: str) -> str:
        """The sentence in the reader's language ("fr", otherwise English)."""
        return self.fr if language == "fr" else self.en


class InputError(AssistantError):
    code = "bad_input"
    http_status = 422


class SettingsError(AssistantError):
    code = "bad_settings"


class CorpusError(AssistantError):
    code = "corpus"


class ReadingError(AssistantError):
    code = "unreadable_file"


class OriginalMissing(AssistantError):
    code = "original_missing"
    http_status = 404


class OriginalChanged(AssistantError):
    code = "original_changed"
    http_status = 409


class NameTaken(ReadingError):
    code = "name_taken"
    http_status = 409
    name = ""  # what the file is called


class ModelError(AssistantError):
    code = "model"


class Int8Unusable(ModelError):
    code = "engine"


class ClusterError(AssistantError):
    code = "cluster"


class NotFound(AssistantError):
    code = "not_found"
    http_status = 404


class Busy(AssistantError):
    code = "busy"
    http_status = 503


class AccountsError(AssistantError):
    code = "accounts"
    http_status = 503


class SignInNeeded(AssistantError):
    code = "sign_in"
    http_status = 401


class NotAllowed(AssistantError):
    code = "not_allowed"
    http_status = 403


class TooManyTries(AssistantError):
    code = "too_many_tries"
    http_status = 429
    retry_after_s = 0  # whole seconds until another try is worth it


class Stopped(AssistantError):
    code = "stopped"
    http_status = 409


class FeedbackError(AssistantError):
    code = "feedback"
    http_status = 503


class EvaluationError(AssistantError):
    code = "evaluation"


class StoredIndexError(AssistantError):
    code = "index"
    http_status = 503


class IndexMissing(StoredIndexError):
    code = "index_missing"


class IndexCorrupt(StoredIndexError):
    code = "index_corrupt"


class IndexMismatch(StoredIndexError):
    code = "index_mismatch"


class IndexBusy(StoredIndexError):
    code = "index_busy"


class StoreUnreachable(StoredIndexError):
    code = "store_unreachable"
