/* Obeys the commands on standard input; every answer is one line of JSON.
 *
 *   open AT_ONCE SECONDS                        connect all viewers until they are live
 *   run IN_FLIGHT RATE SECONDS MOST DRAIN       post: so many in flight, or at RATE a second if that is not 0; stop after SECONDS
 *                                               or MOST messages, then wait up to DRAIN seconds for what is on its way
 *   storm AT_ONCE SECONDS MESSAGES              the server is about to die: come back as pages do, post MESSAGES as soon as
 *                                               somebody is back, until everybody has them; "down" is the time from the first death to the first back
 */
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct plan plan;
int epoll;
static int line_waits;

double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

void die(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

void give_up(const char *why) {
    fprintf(stderr, "load: %s\n", why);
    exit(1);
}

int open_socket(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0) die("socket");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS && errno != ECONNREFUSED)
        die("connect");
    return fd;
}

void watch(int fd, void *owner, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = owner};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) die("epoll_ctl");
}

void pump(int milliseconds) {
    struct epoll_event events[256];
    int count = epoll_wait(epoll, events, 256, milliseconds);
    for (int i = 0; i < count; i++) {
        void *owner = events[i].data.ptr;
        switch (*(enum kind *)owner) {
            case INPUT: line_waits = 1; break;
            case VIEWER: viewer_event(owner, events[i].events); break;
            case POSTER: poster_event(owner, events[i].events); break;
        }
    }
}

static void open_all(int at_once, double seconds) {
    double started = now();
    while (live_count < plan.viewer_count && now() < started + seconds) {
        viewers_connect(at_once);
        pump(5);
    }
    tally.last_event = now();
    count_report(message_count + 1, started, cpu());
}

static void run(int in_flight, double rate, double seconds, long most, double drain) {
    int first = message_count + 1;
    long posted = 0;
    tally = (struct tally){0};
    posters_start(rate ? 64 : in_flight, drain);
    double started = now(), used = cpu(), due = started;
    while (now() < started + seconds && posted < most) {
        posters_release();
        if (rate) {
            /* A late post counts from the moment at which it was due. */
            while (due <= now() && posted < most && posters_post(due)) due += 1 / rate, posted++;
        } else {
            while (posted < most && posters_post(now())) posted++;
        }
        pump(rate ? 1 : 10);
    }
    double until = now() + drain;
    while (incomplete && now() < until) pump(10);
    /* A second message that nobody expects would come now. */
    for (double end = now() + 0.2; now() < end;) pump(10);
    count_report(first, started, cpu() - used);
    posters_stop();
    incomplete = 0;
}

static void storm(int at_once, double seconds, long most) {
    int first = message_count + 1;
    long posted = 0;
    double begun = now(), died = 0, served = 0, used = cpu();
    tally = (struct tally){0};
    printf("{\"storm\": true}\n");
    fflush(stdout);
    posters_start(1, 10);
    while (now() < begun + seconds) {
        if (!died && live_count < plan.viewer_count) died = now();
        if (died) viewers_connect(at_once);
        if (!served && tally.returned) served = now();
        posters_release();
        if (served && posted < most && posters_post(now())) posted++;
        if (posted == most && !incomplete && live_count == plan.viewer_count) break;
        pump(5);
    }
    double everybody = now();
    for (double end = now() + 0.2; now() < end;) pump(10); /* for what would come twice */
    tally.last_event = everybody;
    tally.down = served - died;
    count_report(first, died, cpu() - used);
    posters_stop();
    incomplete = 0;
}

static void obey(const char *line) {
    int at_once;
    double rate, seconds, drain;
    long most;
    if (sscanf(line, "open %d %lf", &at_once, &seconds) == 2) open_all(at_once, seconds);
    else if (sscanf(line, "run %d %lf %lf %ld %lf", &at_once, &rate, &seconds, &most, &drain) == 5)
        run(at_once, rate, seconds, most, drain);
    else if (sscanf(line, "storm %d %lf %ld", &at_once, &seconds, &most) == 3) storm(at_once, seconds, most);
    else give_up(line);
}

int main(int count, char **arguments) {
    static enum kind input = INPUT;
    if (count != 2) give_up("usage: load PLAN");
    plan_read(arguments[1]);
    epoll = epoll_create1(0);
    watch(0, &input, EPOLLIN);
    printf("{\"viewers\": %d}\n", plan.viewer_count);
    fflush(stdout);
    char line[256];
    for (;;) {
        line_waits = 0;
        pump(100);
        if (line_waits) {
            if (!fgets(line, sizeof line, stdin)) return 0;
            obey(line);
        }
    }
}
