/* Which message has reached whom. A marker is "zq", seven digits and "q"; it stands once in each message's text. */
#include "load.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARKER (2 + DIGITS + 1)

struct message messages[MAX_MESSAGES];
struct tally tally;
int message_count, incomplete, room_size[MAX_ROOMS];

int count_new(int room, double sent) {
    int number = ++message_count;
    messages[number] = (struct message){.sent = sent, .room = room, .expected = room_size[room]};
    incomplete++;
    return number;
}

/* A message that the server did not take is nobody's to receive. */
static int was_taken(const struct message *message) { return message->status >= 200 && message->status < 400; }

int count_complete(int number) { return messages[number].done; }

static void settle(struct message *message) {
    if (message->done || !message->answered) return;
    if (was_taken(message) && message->got < message->expected) return;
    message->done = 1;
    incomplete--;
}

void count_answered(int number, int status) {
    struct message *message = &messages[number];
    message->answered = tally.last_event = now();
    message->status = status;
    if (status == 0) tally.failed++;
    else if (!was_taken(message)) tally.refused++;
    settle(message);
}

static void seen(struct viewer *viewer, int number) {
    struct message *message = &messages[number];
    if (number < 1 || number > message_count || message->room != viewer->room) {
        tally.stray++;
        return;
    }
    uint64_t bit = 1ull << (number & 63);
    if (viewer->seen[number >> 6] & bit) {
        tally.repeated++;
        return;
    }
    viewer->seen[number >> 6] |= bit;
    tally.deliveries++;
    if (++message->got == message->expected) {
        message->last = now();
        settle(message);
    }
}

void count_seen(struct viewer *viewer, const char *text, size_t length) {
    const char *end = text + length;
    while (end - text >= MARKER && (text = memchr(text, 'z', end - text - MARKER + 1))) {
        int number = 0, i;
        for (i = 2; i < 2 + DIGITS && isdigit((unsigned char)text[i]); i++) number = number * 10 + text[i] - '0';
        if (text[1] == 'q' && i == 2 + DIGITS && text[i] == 'q') {
            seen(viewer, number);
            text += MARKER;
        } else text++;
    }
}

static int ascending(const void *one, const void *other) {
    double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

/* Print what became of the messages from number ``first`` on; times in milliseconds run from the POST to the bytes of the
 * last viewer, or to the answer where nobody views. ``cpu`` is what the generator itself has used, in seconds. */
void count_report(int first, double started, double cpu) {
    static double took[MAX_MESSAGES];
    long lost = 0, accepted = 0, unanswered = 0;
    int timed = 0;
    for (int number = first; number <= message_count; number++) {
        const struct message *message = &messages[number];
        if (!message->answered) unanswered++;
        if (!was_taken(message)) continue;
        accepted++;
        lost += message->expected - message->got;
        if (message->done) took[timed++] = ((message->expected ? message->last : message->answered) - message->sent) * 1e3;
    }
    qsort(took, timed, sizeof *took, ascending);
    double slice[] = {0, 0.5, 0.95, 0.99, 1};
    const char *names[] = {"least", "p50", "p95", "p99", "most"};
    printf("{\"posts\": %ld, \"unanswered\": %ld, \"refused\": %ld, \"failed\": %ld, ", accepted, unanswered,
           tally.refused, tally.failed);
    printf("\"deliveries\": %ld, \"lost\": %ld, \"repeated\": %ld, \"stray\": %ld, ", tally.deliveries, lost,
           tally.repeated, tally.stray);
    for (int i = 0; i < 5; i++) {
        int at = (int)(slice[i] * (timed - 1) + 0.5);
        printf("\"%s\": %.3f, ", names[i], timed ? took[at] : -1.0);
    }
    printf("\"bytes\": %ld, \"live\": %d, \"down\": %.3f, \"seconds\": %.6f, \"cpu\": %.6f}\n", tally.bytes,
           live_count, tally.down, tally.last_event - started, cpu);
    fflush(stdout);
}
