"""A request that is being put together: pictures, words, regions, albums and series, until it becomes a job."""
