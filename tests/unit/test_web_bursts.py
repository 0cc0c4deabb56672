"""A change of a filter arrives in one burst, a first load as it is made."""

import asyncio

import own_loop
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data import web_bursts
from data.web_bursts import Bursts

SOCKET = {"type": "websocket"}
ACCEPT = {"type": "websocket.accept"}
CLOSE = {"type": "websocket.close"}


def message(**fields):
    return {"type": "websocket.send", "bytes": ForwardMsg(**fields).SerializeToString()}


PARTS = [message(hash="a" * 300), message(hash="b")]
END = message(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
PART_END = message(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
ASK = {"bytes": BackMsg(rerun_script={}).SerializeToString()}
WAIT = "until something is sent"
OTHER = {"bytes": BackMsg(app_heartbeat=True).SerializeToString()}


@pytest.fixture
def talk(monkeypatch):
    """Return a function that plays a talk and gives what had been sent after each step of it.

    A step is a message of the browser (``ASK``), a message of the page, or ``WAIT``.
    """
    monkeypatch.setattr(web_bursts, "PATIENCE_SECONDS", 0.05)

    def play(*steps):
        sent, seen, heard, arrived = [], [], asyncio.Queue(), asyncio.Event()

        async def page(scope, receive, send):
            for step in steps:
                if step == WAIT:
                    arrived.clear()
                    await asyncio.wait_for(arrived.wait(), 30)
                elif step in (ASK, OTHER):
                    await heard.put(step)
                    assert await receive() == step
                else:
                    await send(step)
                seen.append(len(sent))

        async def send(item):
            sent.append(item)
            arrived.set()

        own_loop.run(Bursts(page)(SOCKET, heard.get, send))
        assert sent == [step for step in steps if step not in (ASK, OTHER, WAIT)]
        return seen

    return play


def test_a_first_load_is_sent_as_it_is_made(talk):
    assert talk(ACCEPT, ASK, *PARTS, END) == [1, 1, 2, 3, 4]


@pytest.mark.parametrize("end", [END, PART_END])
def test_a_change_is_sent_when_it_is_whole_and_in_its_order(talk, end):
    first = (ACCEPT, ASK, END)
    assert talk(*first, ASK, *PARTS, end, PARTS[0]) == [1, 1, 2, 2, 2, 2, 5, 6]


def test_what_takes_long_is_sent_as_it_comes(talk):
    steps = (ACCEPT, END, ASK, PARTS[0], WAIT, PARTS[1], END)
    assert talk(*steps) == [1, 2, 2, 2, 3, 4, 5]


def test_a_heartbeat_holds_nothing_back(talk):
    assert talk(ACCEPT, END, OTHER, PARTS[0]) == [1, 2, 2, 3]


def test_the_end_of_a_connection_waits_for_nothing(talk):
    assert talk(ACCEPT, END, ASK, PARTS[0], CLOSE) == [1, 2, 2, 2, 4]


def test_a_second_question_goes_on_holding_and_loses_nothing(talk):
    assert talk(ACCEPT, END, ASK, PARTS[0], ASK, PARTS[1], END) == [1, 2, 2, 2, 2, 2, 5]


def test_other_requests_are_handed_through():
    seen = []

    async def page(scope, receive, send):
        seen.append((scope, receive, send))

    own_loop.run(Bursts(page)({"type": "http"}, "receive", "send"))
    assert seen == [({"type": "http"}, "receive", "send")]
