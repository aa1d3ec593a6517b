/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The host that the judges lead: it keeps the heartbeat, hears what the controller says and watches
 * all the time for pressure that nobody asked for.  One thread.
 */
#pragma once

#include "cuff-conform.h"
#include "cuff-message.h"
#include "cuff-port.h"

/* What is seen here comes later than it happened: line, adapter, and an operating system that is
 * busy.  A stop is done within 100 ms and is seen within 250. */
#define LATE_MS        150
#define STOP_WITHIN_MS (100 + LATE_MS)
#define ANSWER_MS      150
#define BEAT_MS        200
#define IDLE_MS        15000
#define REACH_MS       8000
#define HAND_S         45 /* what a person has for what is asked of him; an order lasts 60 */

/* Never more than this is asked for, and the adopted caps say so too. */
#define HIGHEST   CUFF_MMHG (60)
#define USUAL     CUFF_MMHG (40)
#define EMPTY     CUFF_MMHG (20)
/* Section 7 of the page: the highest caps there may be. */
#define HARD      CUFF_MMHG (300)
#define TRANSIENT CUFF_MMHG (330)

typedef struct {
  bool come;
  CuffResult result;
  int32_t value, limit;
} CuffConformAnswer;

/* The last message of each kind that came, and how many. */
typedef struct {
  unsigned n_identities, n_telemetry, n_acks, n_limits, n_alarms, n_events, n_results, n_rows;
  CuffIdentity identity;
  CuffTelemetry telemetry;
  CuffTime telemetry_at_us;
  CuffAckMessage ack;
  CuffAckMessage state_ack; /* of a refused State */
  unsigned n_state_acks;
  CuffLimitsMessage limits;
  CuffAlarmMessage alarm;
  CuffTime alarm_at_us;
  CuffEventMessage event;
  uint32_t events_seen; /* one bit for each code */
  uint8_t flags_seen;   /* of telemetry, or-ed */
  int32_t ended_by;     /* argument of the last event 4 */
  CuffResultMessage result;
  CuffLogMessage row, first_row;
  CuffPressure peak;               /* the highest since a judge took it back */
  CuffTime over_since_us;          /* above the hard cap without a break; 0 = it is not */
  uint32_t bytes, frames, missing; /* missing: gaps of the frame sequence */
  uint8_t frame_sequence;

  /* telemetry by the controller's own clock, since cuff_conform_open_window() */
  uint32_t window_frames, window_first_us, window_last_us, window_gap_us;
} CuffConformHeard;

typedef struct {
  const CuffConformOptions *options;
  CuffClockParty *party; /* borrowed */
  const CuffPortClass *class;
  CuffPort *port;
  CuffClockPipe *pipe_in, *pipe_out;
  bool gone, cancelled;

  /* what is said */
  uint8_t frame_sequence;
  uint32_t sequence; /* of State */
  uint32_t nonce, epoch;
  CuffStateMessage state; /* goes out every 200 ms while `beating` */
  bool beating, dirty;
  CuffTime beat_at_us, refused_at_us, state_sent_us;
  CuffTime accepted_us, clean_since_us; /* heartbeats, by their echoes */
  CuffLimits adopted[CUFF_CHANNELS_MAX];

  CuffParser parser;
  CuffConformHeard heard;

  unsigned n_unprepared; /* attempts to prepare that failed, one after the other */

  /* a power cycle, seen by the clock that begins anew */
  uint32_t before_cycle_us;
  bool cycle_asked, has_cycled;

  /* the watch for unasked pressure */
  bool may_pressurise;
  bool may_stick; /* somebody holds the dump valve shut */
  CuffTime may_not_since_us;
  char unasked[160];

  char seen[240]; /* what the judge saw */
} CuffConform;

/* --- cuff-conform-tester.c: port, bytes, time ------------------------------------------------ */

bool cuff_conform_open (CuffConform *t, const CuffConformOptions *options, CuffError *error);
void cuff_conform_close (CuffConform *t);

CuffTime cuff_conform_now (const CuffConform *t);
double cuff_conform_ms_since (const CuffConform *t, CuffTime since_us);

/* Beats and hears until `done` says so (NULL: never), at most `ms`.  What `done` said last; false
 * also when the port has gone or somebody has cancelled. */
bool cuff_conform_wait (CuffConform *t, double ms, bool (*done) (const CuffConform *t));
/* The same without an end but time; false when there is no sense in going on. */
bool cuff_conform_pause (CuffConform *t, double ms);

void cuff_conform_send_bytes (CuffConform *t, const uint8_t *bytes, size_t n_bytes);
/* Both give the frame the next frame sequence and return it. */
uint8_t cuff_conform_send_frame (CuffConform *t, CuffFrame *frame);
uint8_t cuff_conform_send (CuffConform *t, const CuffMessage *message);
/* The present State, once; beats do the same. */
uint8_t cuff_conform_beat (CuffConform *t);

/* Both false when this line has none.  A break lasts 20 ms, DTR is down for 300. */
bool cuff_conform_send_break (CuffConform *t);
bool cuff_conform_drop_dtr (CuffConform *t);

/* --- cuff-conform-heard.c: what comes in ----------------------------------------------------- */

void cuff_conform_hear (CuffConform *t, const uint8_t *bytes, size_t n_bytes);
bool cuff_conform_is_vented (const CuffConform *t);
bool cuff_conform_is_idle (const CuffConform *t);
bool cuff_conform_is_armed (const CuffConform *t);
bool cuff_conform_is_active (const CuffConform *t);
bool cuff_conform_is_at_target (const CuffConform *t);
void cuff_conform_open_window (CuffConform *t);
/* Telemetry frames a second since then; 0 when that cannot be told. */
double cuff_conform_rate (const CuffConform *t);
/* From now on nobody has asked for pressure. */
void cuff_conform_forbid (CuffConform *t);
CuffPressure cuff_conform_highest (const CuffConform *t);
/* The cap it has named, when that is no higher than the page allows. */
CuffPressure cuff_conform_cap (CuffPressure named, CuffPressure highest);
const char *cuff_conform_machine_name (const CuffConform *t);

/* --- cuff-conform-acts.c: what a host does --------------------------------------------------- */

/* Says Hello and forgets what was before; false without an answer. */
bool cuff_conform_greet (CuffConform *t);
/* Asks up to three times. */
CuffConformAnswer cuff_conform_command (CuffConform *t, const CuffMessage *message);
CuffConformAnswer cuff_conform_command_frame (CuffConform *t, const CuffFrame *frame);
CuffConformAnswer cuff_conform_set_limits (CuffConform *t, unsigned channel,
                                           const CuffLimits *limits);
/* One State that is not the present one; refused states are answered, others echoed. */
CuffConformAnswer cuff_conform_try_state (CuffConform *t, const CuffStateMessage *state);
/* The same for a State that is not quite one; `sequence` is the one within it. */
CuffConformAnswer cuff_conform_try_frame (CuffConform *t, CuffFrame *frame, uint32_t epoch,
                                          uint32_t sequence);
/* The present State with these words for channel 0. */
CuffStateMessage cuff_conform_order (const CuffConform *t, uint32_t epoch, CuffMode mode,
                                     CuffPressure target, uint32_t longest_ms);
/* From now on every beat says so. */
void cuff_conform_hold (CuffConform *t, CuffMode mode, CuffPressure target, uint32_t longest_ms);
void cuff_conform_deflate (CuffConform *t);
CuffConformAnswer cuff_conform_arm (CuffConform *t, CuffArmPurpose purpose);
/* Idle, empty, no alarm, limits agreed, more than a second of heartbeats.  False: `seen` says what
 * is in the way. */
bool cuff_conform_prepare (CuffConform *t);
/* All of the way: prepare, arm, wait, order; until pressure is seen rising, or near the target. */
bool cuff_conform_inflate (CuffConform *t, CuffArmPurpose purpose, CuffMode mode,
                           CuffPressure target);
bool cuff_conform_reach (CuffConform *t, CuffPressure target);
void cuff_conform_send_vent (CuffConform *t);
void cuff_conform_send_zeros (CuffConform *t);
/* Milliseconds until telemetry shows the cuff vented; negative when it does not in time. */
double cuff_conform_until_vented (CuffConform *t, double within_ms);
/* Whatever was: air out, nothing armed. */
void cuff_conform_calm (CuffConform *t);

/* --- cuff-conform-hands.c: what a person does ------------------------------------------------ */

typedef enum {
  CUFF_CONFORM_HANDED,   /* and it was seen */
  CUFF_CONFORM_UNSEEN,   /* he says so, and nothing was seen of it */
  CUFF_CONFORM_UNASKED,  /* nobody is there for that */
  CUFF_CONFORM_UNHANDED, /* asked, and not done */
} CuffConformHanded;

/* Beats and hears until `seen` (NULL: until he says so). */
CuffConformHanded cuff_conform_by_hand (CuffConform *t, CuffConformHand hand,
                                        bool (*seen) (const CuffConform *t));
/* The verdict when it was not done. */
CuffConformVerdict cuff_conform_not_done (CuffConform *t, CuffConformHanded handed);

/* --- verdicts -------------------------------------------------------------------------------- */

CuffConformVerdict cuff_conform_pass (CuffConform *t, const char *format, ...)
    __attribute__ ((format (printf, 2, 3)));
CuffConformVerdict cuff_conform_fail (CuffConform *t, const char *format, ...)
    __attribute__ ((format (printf, 2, 3)));
CuffConformVerdict cuff_conform_verdict (CuffConform *t, bool good, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
CuffConformVerdict cuff_conform_skip (CuffConform *t, const char *format, ...)
    __attribute__ ((format (printf, 2, 3)));
/* The way to the question failed; `seen` says already where. */
CuffConformVerdict cuff_conform_unjudged (CuffConform *t);
/* "refused (4)", "accepted", "no answer"; static, good for four calls. */
const char *cuff_conform_words (const CuffConformAnswer *answer);
static inline bool
cuff_conform_is (const CuffConformAnswer *answer, CuffResult result)
{
  return answer->come && answer->result == result;
}
