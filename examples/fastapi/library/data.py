"""The database, in memory. It has the same books, members and loans after each start."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import StaticPool, create_engine
from sqlalchemy.orm import Session

from library.models import BookRow, Genre, LoanRow, MemberRow, Table

AUTHORS = ("Ada Yonath", "Émile Zola", "Italo Calvino", "Jun'ichirō Tanizaki", "Ursula K. Le Guin")
TITLES = ("Atlas", "Harbours", "Letters", "Night Trains", "Rivers", "The Garden", "Winter Light")
CITIES = ("Ghent", "Porto", "ghent", "Turku")
OPENED = datetime(2025, 3, 1, tzinfo=UTC)
# Something happened at midnight, or a moment before.
HOURS = (timedelta(), timedelta(hours=9, minutes=30), timedelta(days=1, microseconds=-1))


def _book(number: int) -> BookRow:
    return BookRow(
        id=number,
        title=f"{TITLES[number % 7]} {number // 7 + 1}",
        author=AUTHORS[number % 5],
        genre=[*Genre][number % 4],
        pages=80 + 37 * number % 400,
        rating=None if number % 6 == 0 else number % 9 / 2,
        is_available=number % 3 > 0,
        added_at=OPENED + timedelta(days=number // 2) + HOURS[number % 3],
    )


def _member(number: int) -> MemberRow:
    return MemberRow(id=number, name=f"Reader {number}", city=CITIES[number % 4])


def _loan(book: BookRow, number: int) -> LoanRow:
    # Two books are lent at a time.
    lent_at = OPENED + timedelta(days=book.id + number // 2 * 9) + HOURS[number // 2 % 3]
    is_open = number % 9 == 0 and not book.is_available
    return LoanRow(
        id=uuid5(NAMESPACE_URL, f"/books/{book.id}/loans/{number}"),
        book_id=book.id,
        member_id=(book.id + number) % 23 + 1,
        lent_at=lent_at,
        returned_at=None if is_open else lent_at + timedelta(days=number + 1),
        is_open=is_open,
    )


# All requests share one connection: the database is in it.
ENGINE = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
Table.metadata.create_all(ENGINE)
with Session(ENGINE) as session:
    books = [_book(number) for number in range(1, 64)]
    session.add_all([*books, *(_member(number) for number in range(1, 24))])
    # The third book is popular; every fourth was never lent.
    session.add_all(
        _loan(book, number)
        for book in books
        for number in range(28 if book.id == 3 else book.id % 4)
    )
    session.commit()
