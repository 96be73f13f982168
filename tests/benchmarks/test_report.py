"""The page of results."""

from __future__ import annotations

from pathlib import Path

from benchmarks.report import Report, Row, at_least, at_most, failed, within


def test_targets_say_whether_they_are_met() -> None:
    assert at_most("step", "0.3 s", 1.5, 1.5).met
    assert not at_most("step", "0.4 s", 2.0, 1.5).met
    assert at_least("faster", "10 s", 31, 30, baseline="310 s").met
    assert not at_least("faster", "10 s", 29, 30, baseline="290 s").met
    assert within("predicted", "9 s", 0.9, 0.2, baseline="10 s").met
    assert not within("predicted", "13 s", 1.3, 0.2, baseline="10 s").met
    assert failed("anything", "ended with -9").met is False


def test_a_value_with_a_unit_is_no_ratio() -> None:
    row = at_most("learning", "1.4 s", 1.4, 2, " s")
    assert (row.ratio, row.target, row.met) == (None, "≤ 2 s", True)


def test_the_page_is_written_after_every_row(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    report = Report("A run.", {"cores": "2"}, path)
    report.add("Steps", at_most("whole step ÷ floor", "0.25 s", 1.52, 1.5, baseline="0.164 s"), load=0.52)
    first = path.read_text()
    assert "| cores | 2 |" in first
    assert "| whole step ÷ floor | 0.25 s | 0.164 s | 1.52 | ≤ 1.5 | **missed** | 0.5 |" in first
    report.add("Steps", Row("plain", "1 s"), load=1)
    report.add("Start", Row("other", "2 s"), load=1)
    assert path.read_text().startswith(first.rstrip("\n"))
    assert "## Start" in path.read_text()
    assert [file.name for file in tmp_path.iterdir()] == ["RESULTS.md"]


def test_without_a_path_nothing_is_written(tmp_path: Path) -> None:
    report = Report("A run.", {}, None)
    report.add("Steps", Row("plain", "1 s"), load=1)
    assert "| plain | 1 s | – | – | – |  | 1.0 |" in report.page()
