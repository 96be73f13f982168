# Limits

limit-jobs = { $count ->
    [one] You have one picture in work, which is the most at a time.
   *[other] You have { $count } pictures in work, which is the most at a time.
}
limit-queue = The queue is full, so I take no more pictures for the moment.
limit-quota = This picture costs { NUMBER($cost, maximumFractionDigits: 1) } of your { NUMBER($quota, maximumFractionDigits: 1) } points a day; only { NUMBER($free, maximumFractionDigits: 1) } are free.
limit-cost = This picture costs { NUMBER($cost, maximumFractionDigits: 1) } points, but you have { NUMBER($quota, maximumFractionDigits: 1) } a day. Choose a smaller size or fewer iterations.
problem-storage = I keep as many pictures of yours as I may. They go by themselves some time after their last use, /privacy says when; /forget deletes everything now.
limit-draining = I take no new pictures for now, because my operator is about to stop me. Please come back later.
limit-instant = In an instant I paint a whole photo, in one of these styles: { $styles }; or in one of yours that I have learned (/savestyle keeps it, /styles says how far I am). Send { $example }, or preset=standard to have this painted as usual.
limit-wait = There is room again in ≈{ $wait }.
limit-kept = Both photos are kept: start them here once there is room.
card-on-hold = In the queue, place { $place }. My operator has paused the painting; it goes on by itself.
