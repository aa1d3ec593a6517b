/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The requirements of PROTOCOL.md, section 12, in its order; a test holds this table and that page
 * together.  A number is never given to another requirement.
 */
#include "cuff-conform-judges.h"

#define JUDGE(id, title, needs, name)                                                              \
  {                                                                                                \
    { id, title, needs }, cuff_conform_judge_##name                                                \
  }

const CuffConformJudge cuff_conform_judges[] = {
  JUDGE ("C1", "answers Hello", "", hello),
  JUDGE ("C2", "names safe caps", "", identity),
  JUDGE ("C3", "is vented while nothing is armed", "", found_vented),
  JUDGE ("C4", "reports 100 times a second", "", rate),
  JUDGE ("C5", "counts its frames", "", frames),
  JUDGE ("C6", "echoes the accepted State", "", echo),
  JUDGE ("C7", "streams at the rate asked", "", stream),
  JUDGE ("C8", "ignores unknown types", "", unknown),
  JUDGE ("C9", "takes longer bodies", "", longer),
  JUDGE ("C10", "refuses short bodies", "", short),
  JUDGE ("C11", "refuses fields outside their range", "", range),
  JUDGE ("C12", "does a repeated command once", "", repeated),
  JUDGE ("C13", "keeps the sequence window", "", window),
  JUDGE ("C14", "lets another major look and vent", "", other_major),
  JUDGE ("C15", "survives garbage", "", garbage),
  JUDGE ("C16", "adopts the lower limits", "", limits),
  JUDGE ("C17", "holds nothing without limits", "", no_limits),
  JUDGE ("C18", "changes limits in Idle only", "", limits_idle),
  JUDGE ("C19", "never inflates without an arm", "", unarmed),
  JUDGE ("C20", "refuses a wrong token", "", token),
  JUDGE ("C21", "arms after a second of heartbeats", "", clean),
  JUDGE ("C22", "waits 0.2 s after the arm", "", early),
  JUDGE ("C23", "lets an arm expire after 10 s", "", expiry),
  JUDGE ("C24", "arms an epoch once", "", epochs),
  JUDGE ("C25", "reaches and holds the target", "", hold),
  JUDGE ("C26", "refuses a target above the cap", "", cap),
  JUDGE ("C27", "refuses an order without target or end", "", senseless),
  JUDGE ("C28", "keeps the ramp", "", ramp),
  JUDGE ("C29", "keeps the epoch through deflate", "", deflate),
  JUDGE ("C30", "is still in quiet", "", quiet),
  JUDGE ("C31", "keeps a puff low and short", "", puff),
  JUDGE ("C32", "searches occlusion under its own arm only", "", lop),
  JUDGE ("C33", "vents when the lease is over", "", lease),
  JUDGE ("C34", "latches a lost lease", "", latch),
  JUDGE ("C35", "takes accepted States only for heartbeats", "", heartbeat),
  JUDGE ("C36", "keeps the lease of an arm", "", armed_lease),
  JUDGE ("C37", "ends the epoch at Hello", "", hello_ends),
  JUDGE ("C38", "ends the epoch at mode vent", "", mode_vent),
  JUDGE ("C39", "ends the epoch at a State of another", "", other_epoch),
  JUDGE ("C40", "vents after the longest time", "", longest),
  JUDGE ("C41", "never inflates an ended epoch", "", ended),
  JUDGE ("C42", "proves the release", "", release),
  JUDGE ("C43", "stops at a Vent frame in every state", "", vent_frame),
  JUDGE ("C44", "stops at three zeros in every state", "", zeros),
  JUDGE ("C45", "stops inside a frame and in garbage", "", inside),
  JUDGE ("C46", "vents whatever the body of Vent", "", vent_body),
  JUDGE ("C47", "keeps its own time under pressure", "", time),
  JUDGE ("C48", "repeats an alarm and does not arm meanwhile", "", alarm),
  JUDGE ("C49", "latches a fault", "second sensor", fault),
  JUDGE ("C50", "tests for leaks", "leak test", leak_test),
  JUDGE ("C51", "tests itself", "self-test", self_test),
  JUDGE ("C52", "takes a zero", "", zero),
  JUDGE ("C53", "keeps a log", "log", log),
  JUDGE ("C54", "notes the wall clock", "", set_time),
  JUDGE ("C55", "boots vented", "hands", boot),
  JUDGE ("C56", "obeys nothing but STOP before Hello", "hands", before_hello),
  JUDGE ("C57", "stops at a serial break", "line", break),
  JUDGE ("C58", "stops both cuffs at once", "two cuffs", both),
  JUDGE ("C59", "stops at its own button", "hands", button),
  JUDGE ("C60", "vents at over-pressure", "hands", over),
  JUDGE ("C61", "reports a vent that does not vent", "hands", stuck),
  JUDGE ("C62", "vents when a sensor is dead", "hands", sensor),
  JUDGE ("C63", "sounds the buzzer when asked", "", buzzer),
  JUDGE ("C64", "lives through a change of DTR", "line", dtr),
  JUDGE ("C65", "runs one test at a time", "", one_test),
  JUDGE ("C66", "cuts a test short at STOP", "", cut_short),
};

const unsigned cuff_conform_n_judges = sizeof cuff_conform_judges / sizeof cuff_conform_judges[0];
