"""How much is measured: `make bench` takes about ten minutes, `make bench-full` an hour and a half."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Sizes in pixels of the longer edge, and how often what is done."""

    edge: int = 512  #: of the rows that speak of one size
    rounds: int = 7  #: repeats of convolutions and steps
    pairs: int = 3
    textbook_iterations: int = 60
    #: Ours are tried in this order until one reaches the textbook's loss.
    our_iterations: tuple[int, ...] = (300, 600)
    to_the_end: bool = False  #: whether our runs go on after they have reached it, to show what they end with
    edges: tuple[int, ...] = (256, 512, 1024, 2048)  #: of the rows of cost against pixels
    float32_edges: tuple[int, ...] = (512,)
    iterations_per_size: int = 3
    starts: int = 3  #: new aspect ratios
    predicted_edges: tuple[int, ...] = (256, 512, 1024)
    predicted_iterations: int = 60
    jobs: int = 15  #: in the row of memory's growth
    instant_edges: tuple[int, ...] = (512, 1024)
    instants: int = 15  #: paintings in an instant at each of them
    decoded: int = 240  #: photos that the decoder is given at once
    chat: bool = False  #: whether the bot is measured, too
    first_pictures: int = 20  #: jobs whose first picture is waited for
    lessons: int = 7  #: jobs that come in the middle of a lesson
    stopped_edges: tuple[int, ...] = (512, 1024)  #: of the jobs that are stopped
    store_rounds: int = 300  #: of each thing that a store is asked
    load_seconds: float = 20.0  #: for which a rate of photos is kept up


BENCH = Scope()
FULL = Scope(
    rounds=15,
    textbook_iterations=500,
    to_the_end=True,
    edges=(256, 512, 1024, 2048, 4096),
    float32_edges=(512, 1024),
    iterations_per_size=5,
    starts=5,
    predicted_iterations=300,
    jobs=50,
    lessons=15,
    chat=True,
)
#: Only shows that everything runs; its figures say nothing.
QUICK = Scope(
    edge=128,
    rounds=2,
    pairs=1,
    textbook_iterations=3,
    our_iterations=(20,),
    edges=(128, 192),
    float32_edges=(128,),
    iterations_per_size=1,
    starts=1,
    predicted_edges=(128,),
    predicted_iterations=10,
    jobs=6,
    instant_edges=(128,),
    instants=2,
    decoded=4,
    first_pictures=2,
    lessons=1,
    stopped_edges=(256,),
    store_rounds=20,
    load_seconds=3.0,
)
