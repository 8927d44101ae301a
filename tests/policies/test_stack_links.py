"""How a property is followed to the resources that it names."""

from policies.platform_settings import PlatformSettings
from policies.properties import Properties
from policies.stack import Stack, StackResource
from tests.policies.harness import UNKNOWN_VALUE, Json


class TestLinks:
    def follow(self, values: Json, *depends: StackResource) -> tuple[list[str], tuple[str, ...], bool]:
        urns = tuple(found.urn for found in depends)
        origin = StackResource("o", "aws:x/o:O", "o", lambda: Properties({"ids": values}), {"ids": urns})
        link = Stack((origin, *self.targets), PlatformSettings()).linked(origin, "ids", "aws:x/t:T")
        return [found.name for found in link.targets], link.outside, link.undetermined

    @staticmethod
    def target(name: str, **properties: Json) -> StackResource:
        return StackResource(name, "aws:x/t:T", name, lambda: Properties(properties), {})

    def setup_method(self) -> None:
        self.a, self.b = self.target("a", arn="arn:aws:x:y:1:t/t-a"), self.target("b")
        self.targets = (self.a, self.b)

    def test_a_known_id_is_the_end_of_an_arn(self) -> None:
        assert self.follow(["t-a"]) == (["a"], (), False)

    def test_a_known_id_that_matches_nothing_is_followed_by_dependency(self) -> None:
        assert self.follow(["t-b"], self.b) == (["b"], (), False)

    def test_a_known_id_without_dependency_is_outside(self) -> None:
        assert self.follow(["t-x"]) == ([], ("t-x",), False)

    def test_a_mixture_keeps_each_apart(self) -> None:
        assert self.follow(["t-a", "t-x"], self.a) == (["a"], ("t-x",), False)
        assert self.follow(["t-a", UNKNOWN_VALUE], self.a, self.b) == (["a", "b"], (), False)

    def test_an_unknown_value_without_dependency_may_be_anything(self) -> None:
        assert self.follow(["t-a", UNKNOWN_VALUE]) == (["a"], (), True)
        assert self.follow(UNKNOWN_VALUE) == ([], (), True)

    def test_more_candidates_than_values_are_not_guessed_among(self) -> None:
        assert self.follow([UNKNOWN_VALUE], self.a, self.b) == ([], (), True)
        assert self.follow(["t-x"], self.a, self.b) == ([], (), True)
