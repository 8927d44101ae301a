"""A stack file with mistakes ends the program before anything is registered."""

from __future__ import annotations

import logging

import pytest

from tests.components.fivestar import recorded
from tests.components.recorder import Recorder
from tests.settings.stack_files import changed, config


def test_the_program_shows_the_mistakes_and_registers_nothing(caplog: pytest.LogCaptureFixture) -> None:
    recorder = Recorder()
    configuration = changed(config("dev"), {"platform:database/instanceClass": "db.t3.medum"})
    with caplog.at_level(logging.ERROR), pytest.raises(SystemExit) as ended:
        recorded("dev", configuration, recorder=recorder)
    assert ended.value.code == 32
    assert recorder.registrations == []
    assert "Did you mean db.t3.medium?" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_stack_named_prod_can_not_run_with_the_settings_of_dev() -> None:
    recorder = Recorder()
    with pytest.raises(SystemExit):
        recorded("prod", config("dev"), recorder=recorder)
    assert recorder.registrations == []
