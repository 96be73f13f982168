/* A failing disk, to be preloaded: while the file that IO_ERRORS names holds r, w or s, reading from, writing to or
 * syncing a file whose path contains IO_ERRORS_IN fails with EIO. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(int file, char kind)
{
    char link[64], path[4096] = "", wanted[8] = "";
    const char *control = getenv("IO_ERRORS"), *within = getenv("IO_ERRORS_IN");
    int saved = errno, descriptor;
    if (control == NULL || within == NULL)
        return 0;
    descriptor = (int)syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) {
        syscall(SYS_read, descriptor, wanted, sizeof wanted - 1);
        syscall(SYS_close, descriptor);
    }
    errno = saved;
    if (strchr(wanted, kind) == NULL)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    if (readlink(link, path, sizeof path - 1) < 0 || strstr(path, within) == NULL)
        return 0;
    errno = EIO;
    return 1;
}

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

ssize_t read(int f, void *b, size_t n) { return fails(f, 'r') ? -1 : REAL(read)(f, b, n); }
ssize_t pread(int f, void *b, size_t n, off_t o) { return fails(f, 'r') ? -1 : REAL(pread)(f, b, n, o); }
ssize_t pread64(int f, void *b, size_t n, off64_t o) { return fails(f, 'r') ? -1 : REAL(pread64)(f, b, n, o); }
ssize_t write(int f, const void *b, size_t n) { return fails(f, 'w') ? -1 : REAL(write)(f, b, n); }
ssize_t pwrite(int f, const void *b, size_t n, off_t o) { return fails(f, 'w') ? -1 : REAL(pwrite)(f, b, n, o); }
ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) { return fails(f, 'w') ? -1 : REAL(pwrite64)(f, b, n, o); }
int fsync(int f) { return fails(f, 's') ? -1 : REAL(fsync)(f); }
int fdatasync(int f) { return fails(f, 's') ? -1 : REAL(fdatasync)(f); }
