/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-care-control.h"

#include "ebb-choice.h"
#include "ebb-condition-pick.h"
#include "ebb-field.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define CHOICE_COLUMNS 4
#define CHOICE_MIN_PX  110
#define WIDE_MIN_PX    190
#define LINES_MIN_PX   72

static GtkWidget *
make_choice (const EbbCareField *field, const GPtrArray *options)
{
  GtkWidget *choice =
      ebb_choice_new (_ (field->title), CHOICE_COLUMNS, field->wide ? WIDE_MIN_PX : CHOICE_MIN_PX);

  for (guint i = 0; i < options->len; i++) {
    const EbbOption *option = g_ptr_array_index (options, i);

    ebb_choice_add (EBB_CHOICE (choice), (int) i, option->title, option->detail);
  }
  return choice;
}

static GtkWidget *
make_lines (const EbbCareField *field)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  /* Tab leads on. */
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_set_size_request (view, -1, LINES_MIN_PX);
  gtk_widget_add_css_class (view, "plan-lines");
  ebb_widget_set_accessible (view, _ (field->title), NULL);
  return view;
}

static GtkWidget *
make_control (const EbbCareField *field, const GPtrArray *options)
{
  const char *placeholder = field->placeholder != NULL ? _ (field->placeholder) : NULL;

  switch (field->input) {
  case EBB_CARE_INPUT_CHOICE:
    return make_choice (field, options);
  case EBB_CARE_INPUT_LINES:
    return make_lines (field);
  case EBB_CARE_INPUT_CONDITIONS:
    return ebb_condition_pick_new (_ (field->title), placeholder);
  case EBB_CARE_INPUT_LINE:
  default:
    return ebb_entry_new (_ (field->title), placeholder);
  }
}

GtkWidget *
ebb_care_control_new (const EbbCareField *field, const GPtrArray *options, GCallback changed,
                      GCallback done, gpointer user)
{
  GtkWidget *control = make_control (field, options);
  gpointer speaks = GTK_IS_TEXT_VIEW (control)
                        ? (gpointer) gtk_text_view_get_buffer (GTK_TEXT_VIEW (control))
                        : control;

  g_signal_connect_swapped (speaks, "changed", changed, user);
  if (GTK_IS_ENTRY (control))
    g_signal_connect_swapped (control, "activate", done, user);
  return control;
}

static char *
dup_lines (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;
  char *text;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

char *
ebb_care_control_dup (GtkWidget *control, const GPtrArray *options)
{
  int chosen;

  if (EBB_IS_CONDITION_PICK (control))
    return g_strdup (ebb_condition_pick_get (EBB_CONDITION_PICK (control)));
  if (GTK_IS_TEXT_VIEW (control))
    return dup_lines (GTK_TEXT_VIEW (control));
  if (!EBB_IS_CHOICE (control))
    return ebb_entry_dup_text (control);
  chosen = ebb_choice_get (EBB_CHOICE (control));
  if (chosen < 0)
    return NULL;
  return g_strdup (((EbbOption *) g_ptr_array_index (options, (guint) chosen))->word);
}

static int
find_option (const GPtrArray *options, const char *word)
{
  for (guint i = 0; i < options->len; i++)
    if (g_strcmp0 (((EbbOption *) g_ptr_array_index (options, i))->word, word) == 0)
      return (int) i;
  return -1;
}

void
ebb_care_control_set (GtkWidget *control, const GPtrArray *options, const char *text)
{
  if (EBB_IS_CONDITION_PICK (control))
    ebb_condition_pick_set (EBB_CONDITION_PICK (control), text);
  else if (EBB_IS_CHOICE (control))
    ebb_choice_set (EBB_CHOICE (control), find_option (options, text));
  else if (GTK_IS_TEXT_VIEW (control))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (control)),
                              text != NULL ? text : "", -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (control), text != NULL ? text : "");
}
