/* A clock on the wall that somebody sets, to be preloaded: the file that CLOCK_JUMP names holds, as a 64-bit integer,
 * by how many seconds it is wrong. The monotonic clock goes on as it is, and so does the kernel's own for files. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

static int64_t jump(void)
{
    static const volatile int64_t *seconds;
    if (seconds == NULL) {
        int file = open(getenv("CLOCK_JUMP"), O_RDONLY | O_CLOEXEC);
        seconds = mmap(NULL, sizeof *seconds, PROT_READ, MAP_SHARED, file, 0);
        close(file);
        if (seconds == MAP_FAILED)
            abort();
    }
    return *seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int outcome = REAL(clock_gettime)(clock, now);
    if (outcome == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += jump();
    return outcome;
}

int gettimeofday(struct timeval *now, void *zone)
{
    int outcome = REAL(gettimeofday)(now, zone);
    now->tv_sec += jump();
    return outcome;
}

time_t time(time_t *kept)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (kept != NULL)
        *kept = now.tv_sec;
    return now.tv_sec;
}
