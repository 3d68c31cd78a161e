"""Turns a question that leans on earlier ones into a question that stands alone; knows nothing about documents."""

from assistant.answering.follow_up.rewriting import stand_alone

__all__ = ["stand_alone"]
