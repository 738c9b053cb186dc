from aggregator.extraction.classes import parts_with


def test_only_classes_with_one_of_the_words_are_read() -> None:
    assert parts_with("box post-tags cat-links main", ("tag", "cat")) == ["post-tags", "cat-links"]
    assert parts_with("box\nmain", ("tag",)) == []
