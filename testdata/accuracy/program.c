/* Formatted output, files, names, threads, mathematics and, where it is there, zlib. */
#include <math.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef WITH_ZLIB
#include <zlib.h>
#endif

static double total;

static void *work(void *text) {
    total += sin(strlen(text)) * exp(0.5);
    return text;
}

static int descending(const void *a, const void *b) { return *(const int *)b - *(const int *)a; }

int main(int argc, char **argv) {
    pthread_t thread;
    struct addrinfo *found = 0;
    int numbers[4] = {argc, 3, 1, 2};
    char line[256];
    time_t now = time(0);
    pthread_create(&thread, 0, work, argv[0]);
    pthread_join(thread, 0);
    qsort(numbers, 4, sizeof *numbers, descending);
    strftime(line, sizeof line, "%A %d %B %Y", localtime(&now));
    getaddrinfo(argc > 1 ? argv[1] : "localhost", "80", 0, &found);
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file)) {
        fputs(line, stdout);
    }
#ifdef WITH_ZLIB
    unsigned char packed[512], back[512];
    uLongf size = sizeof packed, length = sizeof back;
    compress2(packed, &size, (unsigned char *)line, sizeof line, 9);
    uncompress(back, &length, packed, size);
#endif
    return printf("%d %f %s\n", numbers[0], total, line) < 0;
}
