/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-progression-list.h"

#include "ebb-list-read.h"
#include "ebb-protocol.h"
#include "ebb-resources.h"

#include <glib/gi18n-lib.h>

static const char *const rule_words[EBB_N_RULES + 1] = { "hold",  "step-back", "load",   "scheme",
                                                         "order", "ramp-in",   "cycles", "retest",
                                                         "exit",  NULL };
static const char *const raise_words[EBB_N_RAISES + 1] = { "time", "volume", "load", "pressure",
                                                           NULL };

const char *
ebb_rule_to_string (EbbRule rule)
{
  return (guint) rule < EBB_N_RULES ? rule_words[rule] : NULL;
}

int
ebb_rule_from_string (const char *text)
{
  return ebb_list_find_word (rule_words, text);
}

static int
raise_from_string (const char *text)
{
  return ebb_list_find_word (raise_words, text);
}

void
ebb_progression_list_free (EbbProgressionList *list)
{
  if (list == NULL)
    return;
  for (guint i = 0; i < EBB_N_RULES; i++) {
    g_free (list->rules[i].code);
    g_free (list->rules[i].name);
    g_free (list->rules[i].source);
  }
  g_free (list->id);
  g_free (list->name);
  g_free (list);
}

static guint
read_count (EbbJsonObject *object, const char *field, guint min, guint max)
{
  return (guint) ebb_json_read_int (object, field, min, max);
}

/* Pressure in percent of LOP: never outside the consensus window of 40 to 80 (clinical 1.3). */
static void
read_step_back (EbbJsonObject *object, EbbProgressionList *list)
{
  list->step_back.pain_above = ebb_json_read_double (object, "pain_above", 0, 10);
  list->step_back.soreness_above = ebb_json_read_double (object, "soreness_above", 0, 10);
  list->step_back.pressure_points = ebb_json_read_double (object, "pressure_points", 1, 40);
  list->step_back.pressure_percent_min =
      ebb_json_read_double (object, "pressure_percent_min", 20, 80);
}

static void
read_load (EbbJsonObject *object, EbbProgressionList *list)
{
  list->load.set = read_count (object, "set", 1, EBB_SETS_MAX);
  list->load.reps_above = read_count (object, "reps_above", 1, 100);
  list->load.steps = read_count (object, "steps", 1, 3);
}

static void
read_scheme (EbbJsonObject *object, EbbProgressionList *list)
{
  list->scheme.sessions = read_count (object, "sessions", 1, 10);
  list->scheme.rpe_max = ebb_json_read_double (object, "rpe_max", 6, 20);
  list->scheme.exertion_max = ebb_json_read_double (object, "exertion_max", 0, 10);
  list->scheme.pain_max = ebb_json_read_double (object, "pain_max", 0, 10);
  list->scheme.load_percent = ebb_json_read_double (object, "load_percent", 1, 10);
  list->scheme.load_percent_max = ebb_json_read_double (object, "load_percent_max", 20, 50);
  list->scheme.pressure_points = ebb_json_read_double (object, "pressure_points", 1, 10);
  list->scheme.pressure_percent_max = ebb_json_read_double (object, "pressure_percent_max", 40, 80);
}

static void
read_order (EbbJsonObject *object, EbbProgressionList *list)
{
  guint n_raises = ebb_json_read_array (object, "order", EBB_N_RAISES);
  guint seen = 0;

  for (guint i = 0; i < n_raises; i++) {
    int raise = ebb_json_read_array_word (object, "order", i, raise_from_string,
                                          "\"time\", \"volume\", \"load\", \"pressure\"");

    list->order.raises[i] = (EbbRaise) raise;
    seen |= 1u << raise;
  }
  list->order.time_step_s = read_count (object, "time_step_s", 10, 600);
  if (seen != (1u << EBB_N_RAISES) - 1)
    ebb_json_fail (object, "order", _ ("incomplete"),
                   _ ("time, volume, load, pressure, each once"));
}

static void
read_ramp_in (EbbJsonObject *object, EbbProgressionList *list)
{
  list->ramp_in.weeks = read_count (object, "weeks", 1, 12);
  list->ramp_in.reps_max = read_count (object, "reps_max", 10, 100);
  list->ramp_in.reps_step = read_count (object, "reps_step", 1, 30);
  list->ramp_in.rest_s_min = read_count (object, "rest_s_min", 10, 300);
  list->ramp_in.rest_s_step = read_count (object, "rest_s_step", 5, 60);
}

static void
read_numbers (EbbJsonObject *object, EbbRule rule, EbbProgressionList *list)
{
  switch (rule) {
  case EBB_RULE_STEP_BACK:
    read_step_back (object, list);
    break;
  case EBB_RULE_LOAD:
    read_load (object, list);
    break;
  case EBB_RULE_SCHEME:
    read_scheme (object, list);
    break;
  case EBB_RULE_ORDER:
    read_order (object, list);
    break;
  case EBB_RULE_RAMP_IN:
    read_ramp_in (object, list);
    break;
  case EBB_RULE_CYCLES:
    list->cycles.days = read_count (object, "days", 1, 60);
    list->cycles.step = read_count (object, "step", 1, 3);
    list->cycles.cycles_max = read_count (object, "cycles_max", 1, 10);
    break;
  case EBB_RULE_RETEST:
    list->retest.due_days = read_count (object, "due_days", 1, 365);
    list->retest.late_days = read_count (object, "late_days", list->retest.due_days, 365);
    break;
  case EBB_RULE_EXIT:
    list->exit.load_percent = ebb_json_read_double (object, "load_percent", 40, 100);
    list->exit.pain_max = ebb_json_read_double (object, "pain_max", 0, 10);
    break;
  case EBB_RULE_HOLD:
  case EBB_N_RULES:
    break;
  }
}

/* Clinic decision 3.19: what stops progression may be added to, never switched off. */
static void
check_enabled (EbbJsonObject *object, EbbRule rule, gboolean enabled)
{
  if (!enabled && (rule == EBB_RULE_HOLD || rule == EBB_RULE_STEP_BACK || rule == EBB_RULE_ORDER))
    ebb_json_fail (object, "enabled", "false", _ ("true: this rule protects the patient"));
}

static void
read_rule (EbbJsonObject *root, guint index, EbbProgressionList *list, guint *seen)
{
  EbbJsonObject inner;
  EbbRuleText *text;
  EbbRule rule;

  if (!ebb_json_read_array_object (root, "rules", index, &inner))
    return;
  rule = (EbbRule) ebb_json_read_word (&inner, "rule", ebb_rule_from_string,
                                       "hold, step-back, load, scheme, order, ramp-in, cycles, "
                                       "retest, exit");
  if (root->file->error != NULL)
    return;
  if ((*seen & (1u << rule)) != 0) {
    ebb_json_fail (&inner, "rule", rule_words[rule], _ ("each rule once"));
    return;
  }

  *seen |= 1u << rule;
  text = &list->rules[rule];
  text->code = ebb_json_read_text (&inner, "code", 10);
  text->name = ebb_json_read_text (&inner, "name", 100);
  text->source = ebb_json_read_text (&inner, "source", 300);
  text->status = (EbbEvidence) ebb_json_read_word (&inner, "status", ebb_evidence_from_string,
                                                   EBB_EVIDENCE_ALLOWED);
  text->enabled = ebb_json_read_boolean (&inner, "enabled");
  check_enabled (&inner, rule, text->enabled);
  read_numbers (&inner, rule, list);
  ebb_json_end (&inner);
}

static int
list_format (const char *text)
{
  return g_str_equal (text, "ebb-progression") ? 0 : -1;
}

static void
read_fields (EbbJsonObject *root, gpointer data)
{
  EbbProgressionList *list = data;
  guint n_rules, seen = 0;

  ebb_list_read_head (root, list_format, "\"ebb-progression\"",
                      (EbbListHead){ &list->id, &list->name, &list->version });
  n_rules = ebb_json_read_array (root, "rules", EBB_N_RULES);
  for (guint i = 0; i < n_rules && root->file->error == NULL; i++)
    read_rule (root, i, list, &seen);
  if (root->file->error == NULL && seen != (1u << EBB_N_RULES) - 1)
    ebb_json_fail (root, "rules", _ ("incomplete"), _ ("each of the nine rules once"));
}

EbbProgressionList *
ebb_progression_list_parse (const char *name, const char *text, gssize length, GError **error)
{
  g_autoptr (EbbProgressionList) list = g_new0 (EbbProgressionList, 1);

  return ebb_list_parse (name, text, length, read_fields, list, error) ? g_steal_pointer (&list)
                                                                       : NULL;
}

EbbProgressionList *
ebb_progression_list_load_builtin (GError **error)
{
  g_autoptr (GBytes) bytes =
      ebb_resource_load (EBB_RESOURCE_PREFIX "progression/standard.json", error);

  return bytes == NULL ? NULL
                       : ebb_progression_list_parse ("standard", g_bytes_get_data (bytes, NULL),
                                                     (gssize) g_bytes_get_size (bytes), error);
}
