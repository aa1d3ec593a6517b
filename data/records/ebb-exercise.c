/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-json-read.h"
#include "ebb-protocol.h"

#include <string.h>

#define LOAD_STEP_MAX_KG 20

void
ebb_exercise_free (EbbExercise *exercise)
{
  if (exercise == NULL)
    return;
  g_free (exercise->id);
  g_free (exercise->name);
  g_free (exercise->set_up);
  g_free (exercise);
}

static int
exercise_format (const char *text)
{
  return g_str_equal (text, "ebb-exercise") ? 0 : -1;
}

static guint
read_segments (EbbJsonObject *root)
{
  guint n_segments = ebb_json_read_array (root, "segments", 3);
  guint bits = 0;

  for (guint i = 0; i < n_segments; i++)
    bits |= 1u << ebb_json_read_array_word (root, "segments", i, ebb_segment_from_string,
                                            "\"arm\", \"thigh\", \"calf\"");
  return bits;
}

static void
read_fields (EbbJsonObject *root, EbbExercise *exercise)
{
  ebb_json_read_word (root, "format", exercise_format, "\"ebb-exercise\"");
  ebb_json_read_int (root, "format_version", 1, 1);
  exercise->id = ebb_json_read_id (root, "id");
  exercise->name = ebb_json_read_text (root, "name", 100);
  exercise->set_up = ebb_json_read_text (root, "set_up", 300);
  exercise->posture = (EbbPosture) ebb_json_read_word (root, "posture", ebb_posture_from_string,
                                                       "\"supine\", \"seated\", \"standing\"");
  exercise->segments = read_segments (root);
  exercise->one_sided = ebb_json_read_boolean (root, "one_sided");
  exercise->reps_in_pressure = ebb_json_read_boolean (root, "reps_in_pressure");
  exercise->load_step_kg = ebb_json_read_double (root, "load_step_kg", 0, LOAD_STEP_MAX_KG);
  ebb_json_end (root);
}

EbbExercise *
ebb_exercise_parse (const char *name, const char *text, gssize length, GError **error)
{
  g_autoptr (EbbExercise) exercise = g_new0 (EbbExercise, 1);
  EbbJsonFile file;
  EbbJsonObject root;

  if (ebb_json_file_open (&file, name, text, length < 0 ? strlen (text) : (gsize) length, &root))
    read_fields (&root, exercise);

  if (file.error != NULL) {
    g_propagate_error (error, g_steal_pointer (&file.error));
    g_clear_pointer (&exercise, ebb_exercise_free);
  }
  ebb_json_file_clear (&file);
  return g_steal_pointer (&exercise);
}
