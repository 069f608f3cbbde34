"""The books and loans, in memory. They are the same after each start."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from library.models import Book, Genre, Loan

AUTHORS = ("Ada Yonath", "Émile Zola", "Italo Calvino", "Jun'ichirō Tanizaki", "Ursula K. Le Guin")
TITLES = ("Atlas", "Harbours", "Letters", "Night Trains", "Rivers", "The Garden", "Winter Light")
OPENED = datetime(2025, 3, 1, tzinfo=UTC)
# Some books were added at midnight, some a moment before.
HOURS = (timedelta(), timedelta(hours=9, minutes=30), timedelta(days=1, microseconds=-1))


def _book(number: int) -> Book:
    return Book(
        id=number,
        title=f"{TITLES[number % 7]} {number // 7 + 1}",
        author=AUTHORS[number % 5],
        genre=[*Genre][number % 4],
        pages=80 + 37 * number % 400,
        rating=None if number % 6 == 0 else number % 9 / 2,
        is_available=number % 3 > 0,
        added_at=OPENED + timedelta(days=number // 2) + HOURS[number % 3],
    )


def _loan(book: Book, number: int) -> Loan:
    lent_at = book.added_at + timedelta(days=9 * number, hours=7)
    is_open = number % 9 == 0 and not book.is_available
    return Loan(
        id=uuid5(NAMESPACE_URL, f"/books/{book.id}/loans/{number}"),
        book_id=book.id,
        member=f"member-{(book.id + number) % 8}",
        lent_at=lent_at,
        returned_at=None if is_open else lent_at + timedelta(days=number + 1),
        is_open=is_open,
    )


BOOKS = [_book(number) for number in range(1, 64)]
# The third book is popular; every fourth was never lent.
LOANS = [
    _loan(book, number) for book in BOOKS for number in range(28 if book.id == 3 else book.id % 4)
]
