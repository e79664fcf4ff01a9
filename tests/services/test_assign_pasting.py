"""A pasted list of people: what is read from it, and what is said of each line that cannot be."""

import pytest

from simulator.services.assigning.pasting import MAX_LINES, Wanted, read


def test_one_account_or_address_a_line_is_read_and_empty_lines_are_passed_over() -> None:
    wanted, problems = read("\ufeffada\n\n  bo@example.org  \r\ncem\n")
    assert wanted == [Wanted(1, "ada"), Wanted(3, "bo@example.org"), Wanted(4, "cem")]
    assert problems == []


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_by_its_column(mark: str) -> None:
    text = "\n".join(mark.join(row) for row in [("Name", "E-mail"), ("Ada L.", "ada@example.org"), ("Bo", "bo@x.org")])
    assert read(text) == ([Wanted(2, "ada@example.org", "email"), Wanted(3, "bo@x.org", "email")], [])


def test_of_both_columns_the_account_counts_and_the_address_where_there_is_none() -> None:
    wanted, problems = read('email,account\na@x.org,ada\n"b@x.org",\n,\nc@x.org,cem\n')
    assert wanted == [Wanted(2, "ada", "account"), Wanted(3, "b@x.org", "email"), Wanted(5, "cem", "account")]
    assert problems == []


def test_a_column_may_stand_alone() -> None:
    assert read("account\nada\n") == ([Wanted(2, "ada", "account")], [])


def test_every_line_that_cannot_be_read_is_said_at_its_number_and_the_rest_goes_on() -> None:
    wanted, problems = read('name,account\nAda,ada\nBo\nCem,"cem\nDee,\nEve,eve\n')
    assert [each.text for each in wanted] == ["ada", "eve"]
    assert [each.line for each in problems] == [3, 4, 5]
    assert "2 columns and this one 1" in problems[0].message


def test_a_table_without_a_column_we_know_says_which_it_needs() -> None:
    wanted, (problem,) = read("first,last\nAda,Lovelace\n")
    assert (wanted, problem.line) == ([], 1)
    assert "account or email" in problem.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("a\n" * (MAX_LINES + 1), "5,001 lines; 5,000 fit"),
        ("a" * 200_000, "longer than 200,000 characters"),
    ],
)
def test_a_list_that_is_empty_or_endless_is_not_read(text: str, words: str) -> None:
    wanted, (problem,) = read(text)
    assert (wanted, problem.line) == ([], 0)
    assert words in problem.message


def test_a_list_of_five_thousand_lines_is_read() -> None:
    assert len(read("a\n" * MAX_LINES)[0]) == MAX_LINES
