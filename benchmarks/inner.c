/* The inner work of the compiled engine in C: agenda, keyed draws, need race, channel race, beliefs, talk, journal rows.

   It is not the model: nothing here means anything. It does the same kinds of work in the same amounts, on records of the
   same size, so that its time says what the machine could do. Amounts are per run, given on the command line in the order
   of `amounts` below; the program prints seconds of CPU for each repetition. */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NEEDS 5
#define CHANNELS 10
#define SEATS 12

typedef struct { double time; int64_t rank, token; } entry;
typedef struct {
    uint64_t key;
    int32_t n_plans, channel;
    double need[NEEDS], known[NEEDS], opinion[4], precision[4], voiced[4];
    double trust[CHANNELS], shelf[NEEDS], exposure[CHANNELS], exposed_at[CHANNELS];
    int16_t n_visits[CHANNELS];
    double others[14];
} person;
typedef struct { double time; int32_t account; int16_t person, kind, reason, rep; int8_t job, channel, vendor, seen;
                 double hours, value, detail; } row;
enum { REPETITIONS, PLANS, NEEDS_OPEN, CHANNELS_OPEN, VISITS, SIGNALS, DRAWS, NORMALS, EXPONENTIALS, MEETINGS, SEATED,
       ROWS, AGENDA, COVERED, N_AMOUNTS };

static double amount[N_AMOUNTS], owed[N_AMOUNTS];
static entry *agenda;
static long n_agenda;
static double attraction[8][CHANNELS][NEEDS];

static inline uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}
static inline double draw(uint64_t key, uint64_t purpose, uint64_t other, uint64_t occurrence) {
    uint64_t word = (purpose << 48) | (other << 32) | occurrence;
    return ((double)(mix(mix(key + word * 0x9E3779B97F4A7C15u) ^ key) >> 12) + 0.5) * 0x1p-52;
}
static double normal(double p) { /* the central part of Acklam's approximation, the tails by logarithm and root */
    if (p < 0.02425 || p > 0.97575) return sqrt(-2.0 * log(p < 0.5 ? p : 1.0 - p)) * (p < 0.5 ? -0.9 : 0.9);
    double q = p - 0.5, r = q * q;
    return q * (((((-39.69 * r + 220.9) * r - 275.9) * r + 138.3) * r - 30.66) * r + 2.506) /
           (((((-54.47 * r + 161.5) * r - 155.6) * r + 66.8) * r - 13.28) * r + 1.0);
}
static inline int sooner(const entry *a, const entry *b) {
    return (a->time < b->time) | ((a->time == b->time) & (a->rank < b->rank));
}
static void replace_first(entry moved) {
    long i = 0, child = 1;
    while (child < n_agenda) {
        if (child + 1 < n_agenda) child += sooner(&agenda[child + 1], &agenda[child]);
        if (!sooner(&agenda[child], &moved)) break;
        agenda[i] = agenda[child];
        i = child;
        child = 2 * i + 1;
    }
    agenda[i] = moved;
}
static inline long due(int what, double share) { /* how often to do something now so that the amounts come out right */
    owed[what] += share;
    long n = (long)owed[what];
    owed[what] -= n;
    return n;
}
static double plan(person *p, long who, double now, double expected_wait) {
    double soonest = 1e300, best = 0;
    int job = 0;
    p->n_plans++;
    for (long n = due(COVERED, amount[COVERED] / amount[PLANS]), k = 0; k < n; k++) {
        double share = p->known[k % NEEDS] / p->need[k % NEEDS];
        best += share < 1.0 ? share : 1.0;
    }
    for (long n = due(NEEDS_OPEN, amount[NEEDS_OPEN] / amount[PLANS]), k = 0; k < n; k++) {
        int j = k % NEEDS;
        double rate = exp(3.0 * (1.0 - p->known[j] / p->need[j]) - 0.8 * k), u = draw(p->key, 16, j, p->n_plans);
        if (0.999999 * (1.0 - u) > soonest * rate) continue;
        double comes = -log(u) / rate;
        if (comes < soonest) { soonest = comes; job = j; }
    }
    soonest = 1e300;
    double waiting = exp(-0.02 * expected_wait);
    for (long n = due(CHANNELS_OPEN, amount[CHANNELS_OPEN] / amount[PLANS]), k = 0; k < n; k++) {
        int c = k % CHANNELS;
        double standing = attraction[who & 7][c][job];
        if (c == 0 || c == 8) standing *= waiting;
        if (c == 1) standing *= p->shelf[job];
        double exposure = p->exposure[c];
        if (exposure > 0) exposure /= 1.0 + (now - p->exposed_at[c]) / 80.0;
        double rate = standing * (p->trust[c] > 0.02 ? p->trust[c] : 0.02) / (1.0 + 0.3 * exposure);
        double u = draw(p->key, 17, c, p->n_plans);
        if (0.999999 * (1.0 - u) > soonest * rate) continue;
        double comes = -log(u) / rate;
        if (comes < soonest) { soonest = comes; p->channel = c; }
    }
    return best;
}
static double visit(person *p, double now) {
    int c = p->channel;
    p->exposure[c] = 1.0 + p->exposure[c] / (1.0 + (now - p->exposed_at[c]) / 80.0);
    p->exposed_at[c] = now;
    p->n_visits[c]++;
    double sum = 0;
    for (long n = due(SIGNALS, amount[SIGNALS] / amount[VISITS]), k = 0; k < n; k++) {
        double sd = 0.6 / sqrt(0.3 + 0.1 * c), weight = p->trust[c] / (1.0 + 0.2 * p->n_visits[c]) / (sd * sd);
        double signal = 0.2 + sd * normal(draw(p->key, 32, c * 8 + k, p->n_visits[c])), *mean = &p->opinion[k % 4];
        double *precision = &p->precision[k % 4], total = *precision + weight;
        double distance = fabs(signal - *mean) / sqrt(1.0 / *precision + 1.0 / weight);
        *mean = (*precision * *mean + weight * signal) / total;
        *precision = distance > 2.0 ? total * exp(-0.1 * (distance - 2.0)) : 1.0 + 0.5 * total;
        sum += distance;
    }
    int j = p->n_plans % NEEDS;
    p->known[j] = p->known[j] > 0.9 ? 0.2 : p->known[j] + 0.1 * draw(p->key, 29, c, p->n_visits[c]);
    return sum;
}
static double meet(person *people) {
    int seats = (int)due(SEATED, amount[SEATED]);
    double start[SEATS], voiced[SEATS], next[SEATS], sum = 0;
    if (seats > SEATS) seats = SEATS;
    for (int topic = 0; topic < 4; topic++) {
        for (int i = 0; i < seats; i++) voiced[i] = start[i] = people[i].opinion[topic];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < seats; i++) {
                double total = 0, heard = 0;
                for (int k = 0; k < seats; k++)
                    if (fabs(start[k] - start[i]) <= 1.0) { total += 1.0 + k; heard += (1.0 + k) * voiced[k]; }
                next[i] = 0.5 * heard / total + 0.5 * start[i];
            }
            memcpy(voiced, next, sizeof voiced);
        }
        for (int i = 0; i < seats; i++) { people[i].voiced[topic] = voiced[i]; sum += erfc(voiced[i]) + exp(-voiced[i]); }
    }
    return sum;
}
int main(int n, char **words) {
    if (n != N_AMOUNTS + 1) return 2;
    for (int k = 0; k < N_AMOUNTS; k++) amount[k] = atof(words[k + 1]);
    long n_people = (long)amount[AGENDA], n_rows = 8192, kept = 0;
    agenda = malloc(n_people * sizeof *agenda);
    person *people = calloc(n_people + SEATS, sizeof *people);
    row *journal = calloc(n_rows, sizeof *journal);
    for (int a = 0; a < 8; a++) for (int c = 0; c < CHANNELS; c++) for (int j = 0; j < NEEDS; j++)
        attraction[a][c][j] = 0.2 + 0.1 * ((a + 3 * c + 7 * j) % 10);
    double sink = 0;
    for (int repetition = 0; repetition < amount[REPETITIONS]; repetition++) {
        n_agenda = n_people;
        for (long i = 0; i < n_people + SEATS; i++) {
            person *p = &people[i];
            p->key = mix(i + 1 + 1000003u * repetition);
            p->n_plans = 0;
            for (int c = 0; c < CHANNELS; c++) { p->trust[c] = 1; p->exposure[c] = 0; p->n_visits[c] = 0; }
            for (int k = 0; k < 4; k++) { p->opinion[k] = 0.1 * k; p->precision[k] = 1; }
            for (int j = 0; j < NEEDS; j++) { p->need[j] = 1; p->known[j] = 0.1 * j; p->shelf[j] = 1; }
            if (i < n_people) agenda[i] = (entry){(double)i / n_people, i, 0};
        }
        struct timespec t0, t1;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t0);
        double per_step = 1.0 / (amount[PLANS] + amount[VISITS]), wait = 3.0;
        for (long step = 0; step < amount[PLANS] + amount[VISITS]; step++) {
            entry first = agenda[0];
            person *p = &people[first.rank];
            double now = first.time;
            if (first.token == 0) sink += plan(p, first.rank, now, wait);
            else sink += visit(p, now);
            for (long k = due(DRAWS, amount[DRAWS] * per_step); k > 0; k--) sink += draw(p->key, 40 + k, 0, p->n_plans);
            for (long k = due(NORMALS, amount[NORMALS] * per_step); k > 0; k--) sink += normal(draw(p->key, 50 + k, 0, step));
            for (long k = due(MEETINGS, amount[MEETINGS] * per_step); k > 0; k--) sink += meet(p);
            double pause = 1.0;
            for (long k = due(EXPONENTIALS, amount[EXPONENTIALS] * per_step); k > 0; k--)
                pause -= 20.0 * log(draw(p->key, 23, k, step));
            for (long k = due(ROWS, amount[ROWS] * per_step); k > 0; k--) {
                journal[kept++ % n_rows] = (row){now, first.rank, 1, p->channel, 2, -1, 3, p->channel, 0, 1, 0.5, pause, sink};
            }
            replace_first((entry){now + pause, first.rank, 1 - first.token});
        }
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t1);
        printf("%.9f\n", (t1.tv_sec - t0.tv_sec) + 1e-9 * (t1.tv_nsec - t0.tv_nsec));
    }
    fprintf(stderr, "%g %g\n", sink, journal[0].detail);
    return 0;
}
