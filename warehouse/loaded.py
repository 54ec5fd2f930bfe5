"""What a load did: told without what loads."""

from dataclasses import dataclass

from warehouse.sketch_files import Size


@dataclass(frozen=True)
class Loaded:
    """What one load did, and what the warehouse now holds.

    Attributes:
        batches: Batches with rows that were new or had changed.
        items: Items now known.
        rejected: Rejected entries now known.
        stories: Stories now known.
        rejected_codings: Lines of codings that do not count (`rpt_rejected_codings` says why).
        sketches: Room that the sketches take.
    """

    batches: int
    items: int
    rejected: int
    stories: int
    rejected_codings: int
    sketches: Size
