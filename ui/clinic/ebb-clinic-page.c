/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-clinic-page.h"

#include "ebb-clinic-list.h"
#include "ebb-clinic-save.h"
#include "ebb-clinic-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define SAVE_AFTER_MS 600
#define FIELD_KEY     "ebb-clinic-field"

struct _EbbClinicPage {
  EbbPage parent_instance;
  EbbDesk *desk;                           /* owned */
  EbbClinicSettings *settings;             /* owned; NULL until it is loaded */
  GPtrArray *options[EBB_N_CLINIC_FIELDS]; /* owned: EbbClinicOption; NULL = no choice */
  GtkWidget *row[EBB_N_CLINIC_FIELDS];     /* borrowed: in the tree */
  GtkWidget *enabler, *reason, *enable;    /* borrowed: of preconditioning */
  GCancellable *cancellable;               /* owned */
  guint save_id;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (EbbClinicPage, ebb_clinic_page, EBB_TYPE_PAGE)

static EbbClinicField
field_of (GtkWidget *row)
{
  return (EbbClinicField) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), FIELD_KEY));
}

static void
save (EbbClinicPage *self, EbbClinicField field, const char *value)
{
  ebb_clinic_save (GTK_WIDGET (self), self->desk, field, value, NULL,
                   ebb_desk_get_operator (self->desk), &self->settings->values[field]);
}

/* --- Texts --------------------------------------------------------------------------------- */

static char *
dup_text (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
on_save (gpointer user)
{
  EbbClinicPage *self = user;

  self->save_id = 0;
  for (guint i = 0; self->settings != NULL && i < EBB_CLINIC_FIRST_RULE; i++) {
    EbbClinicValue *value = &self->settings->values[i];
    g_autofree char *text = dup_text (self->row[i]);

    if (g_strcmp0 (text, value->value != NULL ? value->value : "") == 0)
      continue;
    save (self, (EbbClinicField) i, text);
    g_free (value->value);
    value->value = g_steal_pointer (&text);
  }
  return G_SOURCE_REMOVE;
}

/* Not at each letter: a name is not committed to disk five times. */
static void
on_text (GtkEditable *row, EbbClinicPage *self)
{
  if (self->filling)
    return;
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_AFTER_MS, on_save, self);
}

static void
add_text (EbbClinicPage *self, AdwPreferencesGroup *group, EbbClinicField field)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), ebb_clinic_title (field));
  g_signal_connect (row, "changed", G_CALLBACK (on_text), self);
  adw_preferences_group_add (group, row);
  self->row[field] = row;
}

/* --- Rules --------------------------------------------------------------------------------- */

static void
on_choice (GtkWidget *row, GParamSpec *pspec, EbbClinicPage *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  EbbClinicField field = field_of (row);

  if (self->filling || self->settings == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;
  const EbbClinicOption *option = g_ptr_array_index (self->options[field], selected);
  if (g_strcmp0 (option->value, self->settings->values[field].value) != 0)
    save (self, field, option->value);
}

static void
add_choice (EbbClinicPage *self, AdwPreferencesGroup *group, EbbClinicField field)
{
  GtkWidget *row = adw_combo_row_new ();
  const char *detail = ebb_clinic_detail (field);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), ebb_clinic_title (field));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail != NULL ? detail : "");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  g_object_set_data (G_OBJECT (row), FIELD_KEY, GUINT_TO_POINTER (field));
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_choice), self);
  adw_preferences_group_add (group, row);
  self->row[field] = row;
}

static void
fill_choice (EbbClinicPage *self, EbbClinicField field)
{
  const EbbClinicValue *value = &self->settings->values[field];
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);

  g_clear_pointer (&self->options[field], g_ptr_array_unref);
  self->options[field] = ebb_clinic_options (field, value);
  for (guint i = 0; i < self->options[field]->len; i++) {
    const EbbClinicOption *option = g_ptr_array_index (self->options[field], i);

    gtk_string_list_append (texts, option->text);
  }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->row[field]), G_LIST_MODEL (texts));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->row[field]),
                              ebb_clinic_option_find (self->options[field], value->value));
}

/* --- Preconditioning ----------------------------------------------------------------------- */

static gboolean
is_on (EbbClinicPage *self)
{
  return self->settings != NULL
         && g_strcmp0 (self->settings->values[EBB_CLINIC_PRECONDITIONING].value, "on") == 0;
}

/* Off needs neither name nor reason: it only makes things safer. */
static void
on_enable (EbbClinicPage *self)
{
  g_autofree char *name = dup_text (self->enabler), *why = dup_text (self->reason);

  if (self->settings == NULL)
    return;
  ebb_clinic_save (GTK_WIDGET (self), self->desk, EBB_CLINIC_PRECONDITIONING,
                   is_on (self) ? "off" : "on", why,
                   is_on (self) ? ebb_desk_get_operator (self->desk) : name,
                   &self->settings->values[EBB_CLINIC_PRECONDITIONING]);
}

static void
show_preconditioning (EbbClinicPage *self)
{
  g_autofree char *text =
      ebb_clinic_preconditioning_text (&self->settings->values[EBB_CLINIC_PRECONDITIONING]);
  gboolean on = is_on (self);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row[EBB_CLINIC_PRECONDITIONING]), text);
  gtk_widget_set_visible (self->enabler, !on);
  gtk_widget_set_visible (self->reason, !on);
  gtk_button_set_label (GTK_BUTTON (self->enable), on ? _ ("Turn off") : _ ("Enable"));
}

static GtkWidget *
add_entry (AdwPreferencesGroup *group, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (group, row);
  return row;
}

static AdwPreferencesGroup *
add_group (GtkWidget *page, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
  return group;
}

static void
add_preconditioning (EbbClinicPage *self, GtkWidget *page)
{
  AdwPreferencesGroup *group = add_group (
      page, ebb_clinic_title (EBB_CLINIC_PRECONDITIONING),
      _ ("At most LOP + 30 mmHg, 250 on an arm and 280 on a leg; each patient consents to it "
         "separately. An administrator of the clinic enables it."));
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("State"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  self->row[EBB_CLINIC_PRECONDITIONING] = row;
  self->enable = ebb_button_new (_ ("Enable"), "touch", NULL);
  gtk_widget_set_valign (self->enable, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->enable);
  adw_preferences_group_add (group, row);
  self->enabler = add_entry (group, _ ("Administrator who enables it"));
  self->reason = add_entry (group, _ ("Reason"));
  g_signal_connect_swapped (self->enable, "clicked", G_CALLBACK (on_enable), self);
}

/* --- Loading ------------------------------------------------------------------------------- */

static void
fill (EbbClinicPage *self)
{
  self->filling = TRUE;
  for (guint i = 0; i < EBB_CLINIC_FIRST_RULE && self->save_id == 0; i++) {
    const char *text = self->settings->values[i].value;
    g_autofree char *shown = dup_text (self->row[i]);

    /* What is being typed stays under the hand that types it. */
    if (g_strcmp0 (shown, text != NULL ? text : "") != 0)
      gtk_editable_set_text (GTK_EDITABLE (self->row[i]), text != NULL ? text : "");
  }
  for (guint i = EBB_CLINIC_FIRST_RULE; i < EBB_N_CLINIC_FIELDS; i++)
    if (ADW_IS_COMBO_ROW (self->row[i]))
      fill_choice (self, (EbbClinicField) i);
  show_preconditioning (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  self->filling = FALSE;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  EbbClinicPage *self = user;
  g_autoptr (GError) error = NULL;
  EbbClinicSettings *settings = ebb_store_ask_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (settings == NULL) {
    ebb_page_set_title (EBB_PAGE (self), _ ("Clinic"), error->message);
    return;
  }
  ebb_clinic_settings_free (self->settings);
  self->settings = settings;
  fill (self);
}

static void
load (EbbClinicPage *self)
{
  ebb_store_load_settings_async (ebb_desk_get_store (self->desk), self->cancellable, on_loaded,
                                 self);
}

/* --- Life ---------------------------------------------------------------------------------- */

static void
ebb_clinic_page_dispose (GObject *object)
{
  EbbClinicPage *self = EBB_CLINIC_PAGE (object);

  if (self->save_id != 0) {
    g_clear_handle_id (&self->save_id, g_source_remove);
    on_save (self); /* left in the middle of a word: it counts */
  }
  g_cancellable_cancel (self->cancellable);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_clinic_page_parent_class)->dispose (object);
}

static void
ebb_clinic_page_finalize (GObject *object)
{
  EbbClinicPage *self = EBB_CLINIC_PAGE (object);

  for (guint i = 0; i < EBB_N_CLINIC_FIELDS; i++)
    g_clear_pointer (&self->options[i], g_ptr_array_unref);
  ebb_clinic_settings_free (self->settings);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (ebb_clinic_page_parent_class)->finalize (object);
}

static void
ebb_clinic_page_class_init (EbbClinicPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_clinic_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = ebb_clinic_page_finalize;
}

static void
ebb_clinic_page_init (EbbClinicPage *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
build (EbbClinicPage *self)
{
  static const EbbClinicField rules[] = { EBB_CLINIC_ORDER_REQUIRED, EBB_CLINIC_MISSING_CONSENT,
                                          EBB_CLINIC_DIASTOLIC_BLOCK, EBB_CLINIC_SCREENING_VALID,
                                          EBB_CLINIC_RATING_SCALE };
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *paper = add_group (
      page, _ ("On paper"),
      _ ("Stands on paper. The emergency number is also shown when a patient is unwell."));
  AdwPreferencesGroup *decided =
      add_group (page, _ ("Rules"), _ ("Hold for every patient from now on."));

  for (guint i = 0; i < EBB_CLINIC_FIRST_RULE; i++)
    add_text (self, paper, (EbbClinicField) i);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    add_choice (self, decided, rules[i]);
  add_preconditioning (self, page);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (ebb_clinic_list_new (self->desk)));
  adw_bin_set_child (ADW_BIN (self), page);
}

EbbPage *
ebb_clinic_page_new (EbbDesk *desk)
{
  EbbClinicPage *self = g_object_new (EBB_TYPE_CLINIC_PAGE, NULL);

  self->desk = g_object_ref (desk);
  ebb_page_set_title (EBB_PAGE (self), _ ("Clinic"), NULL);
  build (self);
  gtk_editable_set_text (GTK_EDITABLE (self->enabler), ebb_desk_get_operator (desk));
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  g_signal_connect_swapped (desk, "clinic-changed", G_CALLBACK (load), self);
  load (self);
  return EBB_PAGE (self);
}
