"""A game's coalitions one by one, as bits: all that win, those that need every member, those that stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from escrutinio.analysis.power_game import Game


class Table:
    """A game whose coalitions are bits: the first player's is the lowest."""

    def __init__(self, game: Game, axis: tuple[int, ...]) -> None:
        """Players in the order in which they are tried: the heaviest first; who weighs nothing is left out."""
        self.game, self.axis = game, axis
        heaviest = sorted(range(len(game.players)), key=lambda each: [-leaf.weights[each] for leaf in game.leaves])
        self.heavy = [each for each in heaviest if any(leaf.weights[each] for leaf in game.leaves)]

    def names(self, members: int) -> tuple[str, ...]:
        """Who is in a coalition."""
        return tuple(name for place, name in enumerate(self.game.players) if members >> place & 1)

    def weight(self, members: int) -> int:
        """What a coalition weighs in all rules together."""
        return sum(self.sums(members))

    def wins(self, sums: Sequence[int]) -> bool:
        """Whether so much in each rule is enough."""
        if len(self.game.leaves) == 1:
            return sums[0] >= self.game.leaves[0].quota
        return bool(self.game.met([has >= leaf.quota for has, leaf in zip(sums, self.game.leaves, strict=True)]))

    def sums(self, members: int) -> list[int]:
        """What a coalition weighs in each rule."""
        return [
            sum(weight for place, weight in enumerate(leaf.weights) if members >> place & 1)
            for leaf in self.game.leaves
        ]

    def winning(self) -> Iterator[int]:
        """Every winning coalition."""
        yield from self._from(0, 0, [0] * len(self.game.leaves), self._left())

    def minimal(self) -> Iterator[int]:
        """Every winning coalition that loses without any one member."""
        yield from self._minimal(0, 0, [0] * len(self.game.leaves), self._left())

    def connected(self) -> Iterator[int]:
        """Every run of the axis that wins, and not without the player at either end."""
        for first in range(len(self.axis)):
            for last in range(first, len(self.axis)):
                run = [1 << each for each in self.axis[first : last + 1]]
                if self.wins(self.sums(sum(run))):
                    if not self.wins(self.sums(sum(run[1:]))):
                        yield sum(run)
                    break

    def _left(self) -> list[list[int]]:
        """What the players from each one on weigh together in each rule."""
        left = [[0] * len(self.game.leaves)]
        for player in reversed(self.heavy):
            left.append([has + leaf.weights[player] for has, leaf in zip(left[-1], self.game.leaves, strict=True)])
        return left[::-1]

    def _with(self, player: int, sums: Sequence[int]) -> list[int]:
        return [has + leaf.weights[player] for has, leaf in zip(sums, self.game.leaves, strict=True)]

    def _can(self, sums: Sequence[int], left: Sequence[int]) -> bool:
        return self.wins([has + more for has, more in zip(sums, left, strict=True)])

    def _from(self, place: int, members: int, sums: list[int], left: list[list[int]]) -> Iterator[int]:
        if not self._can(sums, left[place]):
            return
        if place == len(self.heavy):
            yield members
            return
        player = self.heavy[place]
        yield from self._from(place + 1, members | 1 << player, self._with(player, sums), left)
        yield from self._from(place + 1, members, sums, left)

    def _minimal(self, place: int, members: int, sums: list[int], left: list[list[int]]) -> Iterator[int]:
        if self.wins(sums):
            if self.needs_each(members, sums):
                yield members
            return
        if place == len(self.heavy) or not self._can(sums, left[place]):
            return
        player = self.heavy[place]
        yield from self._minimal(place + 1, members | 1 << player, self._with(player, sums), left)
        yield from self._minimal(place + 1, members, sums, left)

    def fewest(self) -> Iterator[int]:
        """Every winning coalition with as few players as any has; each of them needs every one."""
        for size in range(len(self.heavy) + 1):
            best = self._best(size)
            found = self._of_size(0, 0, [0] * len(self.game.leaves), size, best)
            first = next(found, None)
            if first is not None:
                yield first
                yield from found
                return

    def _best(self, size: int) -> list[list[list[int]]]:
        """What so many of the players from each one on can weigh at most in each rule, by place and number."""
        table = []
        for place in range(len(self.heavy) + 1):
            later = [
                sorted((leaf.weights[each] for each in self.heavy[place:]), reverse=True) for leaf in self.game.leaves
            ]
            table.append([[sum(row[:number]) for row in later] for number in range(size + 1)])
        return table

    def _of_size(
        self, place: int, members: int, sums: list[int], left: int, best: list[list[list[int]]]
    ) -> Iterator[int]:
        """The winning coalitions that so many more players of those from a place on make."""
        if left > len(self.heavy) - place or not self._can(sums, best[place][left]):
            return
        if left == 0:
            yield members
            return
        player = self.heavy[place]
        yield from self._of_size(place + 1, members | 1 << player, self._with(player, sums), left - 1, best)
        yield from self._of_size(place + 1, members, sums, left, best)

    def needs_each(self, members: int, sums: Sequence[int]) -> bool:
        """Whether a coalition that weighs so much loses without any one of its members."""
        return not any(
            members >> player & 1
            and self.wins([has - leaf.weights[player] for has, leaf in zip(sums, self.game.leaves, strict=True)])
            for player in self.heavy
        )
