/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui-walk.h"

#include "ebb-checks-card.h"
#include "ebb-hold-button.h"

#define HELD_US (1100 * 1000)

static void
await (gboolean came, UiRig *rig, const char *what)
{
  if (came)
    return;
  g_autofree char *shown = ui_text_of (ui_rig_window (rig));
  g_error ("\"%s\" did not come; there is: %s", what, shown);
}

void
ui_walk_to_patient (UiRig *rig, const char *name)
{
  GtkWidget *search = ui_find_type (ui_rig_window (rig), GTK_TYPE_SEARCH_ENTRY, 0);
  g_assert_nonnull (search);
  gtk_editable_set_text (GTK_EDITABLE (search), name);
  ui_rig_settle (rig);
  await (ui_rig_await_label (rig, name, 5), rig, name);
  ui_rig_settle (rig);
  g_signal_emit_by_name (search, "activate");
  await (ui_rig_await_button (rig, "Start session", 5), rig, "Start session");
}

/* The LOP of UI_PATIENT is 31 days old: one tap with a reason. */
static void
excuse_old_lop (UiRig *rig)
{
  if (!ui_rig_await_button (rig, "Use it today", 3))
    return;
  ui_rig_settle (rig);
  ui_rig_press (rig, "Use it today");
  await (ui_rig_await_button (rig, "No change since then", 5), rig, "No change since then");
  ui_rig_press (rig, "No change since then");
}

void
ui_walk_to_start (UiRig *rig)
{
  ui_rig_press (rig, "Start session");
  excuse_old_lop (rig);
  await (ui_rig_await_button (rig, "Short puff", 10), rig, "Short puff");
}

static void
answer_checks (UiRig *rig)
{
  GtkWidget *card = ui_find_type (ui_rig_window (rig), EBB_TYPE_CHECKS_CARD, 0);
  g_assert_nonnull (card);
  ui_rig_activate (ui_find_button (card, "Nothing new since last time"));
  ui_rig_activate (ui_find_button (card, "Limb in order"));
  gtk_editable_set_text (GTK_EDITABLE (ui_find_type (card, GTK_TYPE_ENTRY, 0)), "124");
  gtk_editable_set_text (GTK_EDITABLE (ui_find_type (card, GTK_TYPE_ENTRY, 1)), "78");
  ui_rig_activate (ui_find_button (card, "0"));
}

void
ui_walk_prepare (UiRig *rig)
{
  answer_checks (rig);
  await (ui_rig_await_button (rig, "Short puff", 10), rig, "Short puff");
  ui_rig_press (rig, "Short puff");
  await (ui_rig_await_label (rig, "Which cuff moved?", 15), rig, "Which cuff moved?");
  await (ui_rig_await_label (rig, "LEFT THIGH moved: start", 10), rig, "LEFT THIGH moved: start");
}

void
ui_walk_prepare_by_hand (UiRig *rig)
{
  ui_rig_press (rig, "Start session");
  excuse_old_lop (rig);
  await (ui_rig_await_button (rig, "Pump briefly", 10), rig, "Pump briefly");
  answer_checks (rig);
  ui_rig_press (rig, "Pump briefly");
  await (ui_rig_await_label (rig, "Which cuff moved?", 15), rig, "Which cuff moved?");
  await (ui_rig_await_button (rig, "LEFT THIGH", 5), rig, "LEFT THIGH");
  ui_rig_press (rig, "LEFT THIGH");
  await (ui_rig_await_button (rig, "Gauge reads 0", 5), rig, "Gauge reads 0");
  ui_rig_press (rig, "Gauge reads 0");
  await (ui_rig_await_label (rig, "Ready to start", 10), rig, "Ready to start");
}

/* Virtual and real time go on: which of them the button counts is its own affair. */
static void
hold_a_second (UiRig *rig)
{
  ui_rig_run (rig, 1.2);
  ui_rig_pass (rig, HELD_US);
}

void
ui_walk_hold_start (UiRig *rig)
{
  GtkWidget *start = ui_find_type (ui_rig_window (rig), EBB_TYPE_HOLD_BUTTON, 0);
  g_assert_nonnull (start);
  g_assert_true (gtk_widget_is_sensitive (start));
  gtk_widget_activate (start);
  hold_a_second (rig);
  gtk_widget_activate (start);
  await (ui_rig_await_phase (rig, EBB_PHASE_INFLATING, 20), rig, "Inflating");
}

void
ui_walk_to_hold (UiRig *rig)
{
  ui_walk_to_patient (rig, UI_PATIENT);
  ui_walk_to_start (rig);
  ui_walk_prepare (rig);
  ui_walk_hold_start (rig);
  await (ui_rig_await_phase (rig, EBB_PHASE_HOLD, 60), rig, "Hold");
  ui_rig_run (rig, 1);
}

void
ui_walk_to_remove (UiRig *rig, double virtual_s)
{
  await (ui_rig_await_phase (rig, EBB_PHASE_REMOVE_CUFF, virtual_s), rig, "Remove the cuff");
}
