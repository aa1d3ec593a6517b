/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protocol and exercise files from anywhere.  Any bytes are
 *  - refused with one error of ours, in valid UTF-8, that names the file and says something; or
 *  - a protocol in which every number lies in the range of data/README.md, a second reading of
 *    which stands here, and which comes out the same when it is written and read again.
 * What the scan lets through is plain JSON of at most 32 levels: json-glib never has an objection.
 *
 * The input is the file.
 */
#include "ebb-json-scan.h"
#include "ebb-json-writer.h"
#include "ebb-protocol.h"
#include "fuzz.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define NAME "some.json"

#define BETWEEN(value, low, high) check_between (#value, value, low, high)

static void
check_between (const char *what, double value, double low, double high)
{
  FUZZ_CHECK (value >= low && value <= high, "%s is %g", what, value);
}

static void
check_id (const char *id)
{
  BETWEEN (strlen (id), 1, 64);
  FUZZ_CHECK (g_ascii_islower (id[0]), "%s", id);
  for (; *id != '\0'; id++)
    FUZZ_CHECK (g_ascii_islower (*id) || g_ascii_isdigit (*id) || *id == '-', "%s", id);
}

static void
check_line (const char *text, glong length_max)
{
  FUZZ_CHECK (g_utf8_validate (text, -1, NULL), "not UTF-8");
  BETWEEN (g_utf8_strlen (text, -1), 1, length_max);
  FUZZ_CHECK (strpbrk (text, "\r\n\t\v\f\x1b\x7f") == NULL, "more than a line");
}

static double
percent_most (EbbTraining training)
{
  if (training == EBB_TRAINING_PRECONDITIONING)
    return 150;
  return training == EBB_TRAINING_PASSIVE ? 90 : 80;
}

static void
check_set (const EbbProtocol *protocol, const EbbSetPlan *set)
{
  if (set->kind == EBB_SET_TIMED) {
    BETWEEN (protocol->format_version, 2, 2);
    BETWEEN (set->duration_s, 5, 1200);
    BETWEEN (set->reps_max, 0, 0);
    return;
  }
  BETWEEN (set->kind, EBB_SET_COUNTED,
           protocol->format_version == 1 ? EBB_SET_COUNTED : EBB_SET_TO_FAILURE);
  BETWEEN (set->reps_max, 1, 100);
  BETWEEN (set->reps_min, 1, set->reps_max);
}

static void
check_version_2 (const EbbProtocol *protocol)
{
  BETWEEN (protocol->training, EBB_TRAINING_RESISTANCE, EBB_TRAINING_PRECONDITIONING);
  BETWEEN (protocol->pressure.basis, EBB_BASIS_PERCENT_LOP, EBB_BASIS_DEVICE_SCALE);
  BETWEEN (protocol->pressure.value, 0.5, 500);
  BETWEEN (protocol->load.basis, EBB_LOAD_NONE, EBB_LOAD_KG);
  BETWEEN (protocol->load.value, 0, 500);
  BETWEEN (protocol->cycle.n_steps, 0, EBB_CYCLE_STEPS_MAX);
  for (guint i = 0; i < protocol->cycle.n_steps; i++)
    BETWEEN (protocol->cycle.percent[i], 20, 100);
  check_line (protocol->frequency.text, 100);
  check_line (protocol->values[EBB_VALUE_PRESSURE].source, 300);
}

static void
check_protocol (const EbbProtocol *protocol)
{
  check_id (protocol->id);
  check_id (protocol->exercise_id);
  check_line (protocol->name, 100);
  check_line (protocol->source, 500);
  check_line (protocol->status, 500);
  BETWEEN (protocol->version, 1, 9999);
  BETWEEN (protocol->format_version, 1, 2);
  BETWEEN (protocol->pattern, EBB_PATTERN_CONTINUOUS,
           protocol->format_version == 1 ? EBB_PATTERN_INTERMITTENT : EBB_PATTERN_CYCLED);
  BETWEEN (protocol->n_sets, 1, 10);
  BETWEEN (protocol->sets_min, 1, protocol->n_sets);
  for (guint i = 0; i < protocol->n_sets; i++)
    check_set (protocol, &protocol->sets[i]);
  BETWEEN (protocol->rest_s, 0, 600);
  if (protocol->sets[0].kind != EBB_SET_TIMED) {
    BETWEEN (protocol->tempo.contract_ms, 250, 10000);
    BETWEEN (protocol->tempo.relax_ms, 250, 10000);
  }
  BETWEEN (protocol->tempo.hold_ms, 0, 60000);
  BETWEEN (protocol->tempo.pause_ms, 0, 10000);
  if (protocol->max_inflation_s != 0)
    BETWEEN (protocol->max_inflation_s, 30, 1200);
  if (protocol->percent_lop_default != 0)
    BETWEEN (protocol->percent_lop_default, 10, percent_most (protocol->training));
  if (protocol->format_version == 2)
    check_version_2 (protocol);
}

static void
check_exercise (const EbbExercise *exercise)
{
  check_id (exercise->id);
  check_line (exercise->name, 100);
  check_line (exercise->set_up, 300);
  BETWEEN (exercise->posture, EBB_POSTURE_SUPINE, EBB_POSTURE_STANDING);
  BETWEEN (exercise->segments, 1, 7);
  BETWEEN (exercise->load_step_kg, 0, 20);
}

/* An error as a person meets it. */
static void
check_error (const GError *error)
{
  FUZZ_CHECK (error != NULL, "refused without a word");
  FUZZ_CHECK (error->domain == EBB_PROTOCOL_ERROR, "%s: %s", g_quark_to_string (error->domain),
              error->message);
  FUZZ_CHECK (g_utf8_validate (error->message, -1, NULL), "the message is not UTF-8");
  FUZZ_CHECK (g_str_has_prefix (error->message, NAME ":"), "names no file: %s", error->message);
  FUZZ_CHECK (strlen (error->message) > strlen (NAME ": ") + 8, "says nothing: %s", error->message);
}

static char *
write_protocol (const EbbProtocol *protocol)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "format", "ebb-protocol");
  ebb_json_int (&writer, "format_version", 1);
  ebb_json_text (&writer, "id", protocol->id);
  ebb_json_text (&writer, "name", protocol->name);
  ebb_json_int (&writer, "version", protocol->version);
  ebb_json_text (&writer, "source", protocol->source);
  ebb_json_text (&writer, "status", protocol->status);
  ebb_json_text (&writer, "exercise", protocol->exercise_id);
  ebb_json_text (&writer, "pattern", ebb_pattern_to_string (protocol->pattern));
  ebb_json_int (&writer, "sets_min", protocol->sets_min);
  ebb_json_open (&writer, "sets", '[');
  for (guint i = 0; i < protocol->n_sets; i++) {
    ebb_json_open (&writer, NULL, '{');
    ebb_json_int (&writer, "reps_min", protocol->sets[i].reps_min);
    ebb_json_int (&writer, "reps_max", protocol->sets[i].reps_max);
    ebb_json_close (&writer, '}');
  }
  ebb_json_close (&writer, ']');
  ebb_json_int (&writer, "rest_s", protocol->rest_s);
  ebb_json_open (&writer, "tempo", '{');
  ebb_json_int (&writer, "contract_ms", protocol->tempo.contract_ms);
  ebb_json_int (&writer, "hold_ms", protocol->tempo.hold_ms);
  ebb_json_int (&writer, "relax_ms", protocol->tempo.relax_ms);
  ebb_json_int (&writer, "pause_ms", protocol->tempo.pause_ms);
  ebb_json_close (&writer, '}');
  if (protocol->max_inflation_s != 0)
    ebb_json_int (&writer, "max_inflation_s", protocol->max_inflation_s);
  if (protocol->percent_lop_default != 0)
    ebb_json_double (&writer, "percent_lop_default", protocol->percent_lop_default, 12);
  ebb_json_close (&writer, '}');

  return ebb_json_writer_end (&writer);
}

static void
check_same (const EbbProtocol *a, const EbbProtocol *b)
{
  FUZZ_CHECK (g_str_equal (a->id, b->id) && g_str_equal (a->exercise_id, b->exercise_id), "ids");
  FUZZ_CHECK (g_str_equal (a->name, b->name) && g_str_equal (a->source, b->source)
                  && g_str_equal (a->status, b->status),
              "texts");
  FUZZ_CHECK (a->version == b->version && a->pattern == b->pattern && a->rest_s == b->rest_s,
              "numbers");
  FUZZ_CHECK (a->n_sets == b->n_sets && a->sets_min == b->sets_min
                  && memcmp (a->sets, b->sets, sizeof a->sets) == 0,
              "sets");
  FUZZ_CHECK (memcmp (&a->tempo, &b->tempo, sizeof a->tempo) == 0, "tempo");
  FUZZ_CHECK (a->max_inflation_s == b->max_inflation_s, "max_inflation_s");
  FUZZ_CHECK (fabs (a->percent_lop_default - b->percent_lop_default) < 1e-9, "percent_lop_default");
}

static void
try_protocol (const char *text, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbProtocol) protocol = ebb_protocol_parse (NAME, text, (gssize) n_bytes, &error);

  if (protocol == NULL) {
    check_error (error);
    return;
  }

  FUZZ_CHECK (error == NULL, "a protocol and an error");
  check_protocol (protocol);
  FUZZ_CHECK (strlen (protocol->json) == n_bytes && memcmp (protocol->json, text, n_bytes) == 0,
              "the text that is kept is another one");

  if (protocol->format_version == 2)
    return; /* the writer below knows version 1 */

  g_autofree char *written = write_protocol (protocol);
  g_autoptr (EbbProtocol) again = ebb_protocol_parse (NAME, written, -1, &error);

  FUZZ_CHECK (again != NULL, "refuses its own words: %s", error->message);
  check_same (protocol, again);
}

static void
try_exercise (const char *text, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbExercise) exercise = ebb_exercise_parse (NAME, text, (gssize) n_bytes, &error);

  if (exercise == NULL)
    check_error (error);
  else
    check_exercise (exercise);
}

/* How deep brackets are nested in a text that is known to be JSON. */
static guint
depth_of (const char *text, gsize n_bytes)
{
  guint depth = 0, deepest = 0;
  gboolean in_text = FALSE;

  for (gsize i = 0; i < n_bytes; i++) {
    if (text[i] == '"')
      in_text = !in_text;
    else if (in_text && text[i] == '\\')
      i++;
    else if (!in_text && (text[i] == '[' || text[i] == '{'))
      depth++;
    else if (!in_text && (text[i] == ']' || text[i] == '}'))
      depth--;
    deepest = MAX (deepest, depth);
  }

  return deepest;
}

static void
try_scan (const char *text, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) lines = ebb_json_scan (NAME, text, n_bytes, EBB_JSON_SIZE_MAX, &error);
  g_autoptr (JsonParser) parser = NULL;

  if (lines == NULL) {
    check_error (error);
    return;
  }

  FUZZ_CHECK (depth_of (text, n_bytes) <= 32, "nested %u deep", depth_of (text, n_bytes));
  parser = json_parser_new ();
  FUZZ_CHECK (json_parser_load_from_data (parser, text, (gssize) n_bytes, &error),
              "json-glib objects: %s", error->message);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  /* A file ends where it ends: one byte beyond it is seen by a sanitizer. */
  g_autofree char *text = g_malloc (MAX (size, 1));

  memcpy (text, data, size);
  try_scan (text, size);
  try_protocol (text, size);
  try_exercise (text, size);

  return 0;
}
