/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A screening on stdout: for people a line for each thing, for programs JSON.
 */
#include "ctl-screening.h"
#include "ctl.h"
#include "ebb-json-writer.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static void
say_writer (EbbJsonWriter *writer)
{
  g_autofree char *text = ebb_json_writer_end (writer);

  fputs (text, stdout);
  fflush (stdout);
}

static const char *
class_word (EbbEffect effect)
{
  return effect == EBB_EFFECT_REFUSED ? "absolute" : ebb_effect_to_string (effect);
}

static void
write_item (EbbJsonWriter *writer, const EbbScreeningItem *item)
{
  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "id", item->id);
  if (item->number > 0)
    ebb_json_int (writer, "number", item->number);
  else
    ebb_json_null (writer, "number");
  ebb_json_text (writer, "class", class_word (item->effect));
  ebb_json_text (writer, "scope", ebb_scope_to_string (item->scope));
  ebb_json_boolean (writer, "asked", item->measure == EBB_SCREEN_ASKED);
  ebb_json_text (writer, "name", item->name);
  ebb_json_text (writer, "question", item->question);
  ebb_json_text (writer, "source", item->source);
  ebb_json_text (writer, "status", ebb_evidence_to_string (item->status));
  ebb_json_close (writer, '}');
}

void
ctl_say_list (const EbbScreeningList *list, gboolean json)
{
  EbbJsonWriter writer;

  for (guint i = 0; !json && i < list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (list->items, i);

    ctl_say ("%s\t%s\t%s\t%s", item->id, class_word (item->effect),
             ebb_scope_to_string (item->scope), item->question);
  }
  if (!json)
    return;
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "id", list->id);
  ebb_json_int (&writer, "version", list->version);
  ebb_json_int (&writer, "valid_days", list->valid_days);
  ebb_json_open (&writer, "items", '[');
  for (guint i = 0; i < list->items->len; i++)
    write_item (&writer, g_ptr_array_index (list->items, i));
  ebb_json_close (&writer, ']');
  ebb_json_close (&writer, '}');
  say_writer (&writer);
}

static void
write_limits (EbbJsonWriter *writer, double max_percent_lop, gboolean intermittent)
{
  if (max_percent_lop > 0)
    ebb_json_double (writer, "max_percent_lop", max_percent_lop, 1);
  else
    ebb_json_null (writer, "max_percent_lop");
  ebb_json_text (writer, "pattern", intermittent ? "intermittent" : NULL);
}

static void
write_reason (EbbJsonWriter *writer, const EbbScreeningReason *reason)
{
  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "id", reason->id);
  ebb_json_text (writer, "class", class_word (reason->effect));
  ebb_json_text (writer, "level", ebb_screening_outcome_to_string (reason->level));
  ebb_json_text (writer, "text", reason->text);
  ebb_json_text (writer, "source", reason->source);
  ebb_json_close (writer, '}');
}

static void
write_judgement (const EbbScreening *screening, const EbbScreeningJudgement *judgement)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "id", screening->id);
  ebb_json_text (&writer, "outcome", ebb_screening_outcome_to_string (judgement->outcome));
  ebb_json_int (&writer, "score", judgement->score);
  ebb_json_int (&writer, "vte_score", judgement->vte_score);
  ebb_json_text (&writer, "blood_pressure", judgement->tier ? judgement->tier->id : NULL);
  ebb_json_boolean (&writer, "measure_again", judgement->measure_again);
  write_limits (&writer, judgement->max_percent_lop, judgement->intermittent);
  ebb_json_text (&writer, "screened_on", screening->screened_on);
  ebb_json_text (&writer, "valid_until", screening->valid_until);
  ebb_json_open (&writer, "reasons", '[');
  for (guint i = 0; i < judgement->reasons->len; i++)
    write_reason (&writer, g_ptr_array_index (judgement->reasons, i));
  ebb_json_close (&writer, ']');
  ebb_json_close (&writer, '}');
  say_writer (&writer);
}

void
ctl_say_judgement (const EbbScreening *screening, const EbbScreeningJudgement *judgement,
                   gboolean json)
{
  if (json) {
    write_judgement (screening, judgement);
    return;
  }
  if (screening->id != NULL)
    ctl_say ("%s", screening->id);
  ctl_say (_ ("%s, %d points"), ebb_screening_outcome_to_text (judgement->outcome),
           judgement->score);
  for (guint i = 0; i < judgement->reasons->len; i++)
    ctl_say ("- %s", ((EbbScreeningReason *) judgement->reasons->pdata[i])->text);
}

static const char *const locks[] = { "open",      "missing", "expired", "incomplete",
                                     "physician", "refused", "door" };

void
ctl_say_gate (const EbbScreeningFile *file, const EbbScreeningGate *gate, gboolean json)
{
  const char *first = gate->overridden ? gate->override_text : gate->text;
  EbbJsonWriter writer;

  if (!json) {
    ctl_say ("%s", first != NULL ? first : _ ("The cuff may be used"));
    if (gate->limit_text != NULL)
      ctl_say ("%s", gate->limit_text);
    return;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "patient", file->patient_id);
  ebb_json_text (&writer, "screening", file->screening ? file->screening->id : NULL);
  ebb_json_text (&writer, "valid_until", file->screening ? file->screening->valid_until : NULL);
  ebb_json_text (&writer, "lock", locks[gate->lock]);
  ebb_json_boolean (&writer, "may_override", gate->may_override);
  ebb_json_text (&writer, "override", gate->override_text);
  ebb_json_text (&writer, "text", gate->text);
  write_limits (&writer, gate->max_percent_lop, gate->intermittent);
  ebb_json_close (&writer, '}');
  say_writer (&writer);
}
