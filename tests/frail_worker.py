"""A worker whose pipeline dies on one word and hangs on another: everything else in it is the real worker."""

import os
import signal
import threading

import spacy
from spacy.language import Language

from newsextract.records import PipelineInfo
from newsextract.run import worker
from newsextract.run.extractor import Extractor

DEADLY, ENDLESS = "致命", "无尽"


@Language.component("frail")
def frail(doc):
    if DEADLY in doc.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if ENDLESS in doc.text:
        threading.Event().wait()
    return doc


def load(**_):
    nlp = spacy.blank("zh")
    nlp.add_pipe("frail")
    return Extractor(nlp, PipelineInfo(name="frail", version="0", fingerprint="0" * 16))


if __name__ == "__main__":
    worker.load = load
    worker.main()
