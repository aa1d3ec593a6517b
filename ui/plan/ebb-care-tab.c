/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-care-form-page.h"
#include "ebb-care-tab-private.h"
#include "ebb-outcomes-page.h"
#include "ebb-visit-pages.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

/* The file shown last, kept by the desk: a page that is made anew shows it until the answer comes,
 * and nothing jumps. */
#define SHOWN_KEY "ebb-care-shown"

G_DEFINE_FINAL_TYPE (EbbCareTab, ebb_care_tab, GTK_TYPE_BOX)

static void
set_content (EbbCareTab *self, GtkWidget *content)
{
  if (self->content != NULL)
    gtk_box_remove (GTK_BOX (self), self->content);
  self->content = content;
  gtk_box_append (GTK_BOX (self), content);
}

static void
show (EbbCareTab *self)
{
  const EbbCareScene scene = { .patient = &self->scene, .care = self->care };

  set_content (self, self->make (&scene));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  EbbCareFile *care = ebb_store_ask_finish (result, &error);
  EbbCareTab *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the tab is gone */
  self = user;
  g_clear_object (&self->loading);
  if (care == NULL) {
    set_content (self, ebb_label_new (error->message, "form-error", NULL));
    return;
  }
  g_clear_pointer (&self->care, ebb_care_file_unref);
  self->care = care;
  g_object_set_data_full (G_OBJECT (self->scene.desk), SHOWN_KEY, ebb_care_file_ref (care),
                          (GDestroyNotify) ebb_care_file_unref);
  show (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "patient.take-up", NULL);
}

void
ebb_care_tab_load (EbbCareTab *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  ebb_store_load_care_async (ebb_desk_get_store (self->scene.desk), self->scene.file->patient->id,
                             self->scene.now_unix_us, self->loading, on_loaded, self);
}

void
ebb_care_tab_open_page (EbbCareTab *self, EbbPage *page)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_open_page (window, page);
  else
    g_object_unref (g_object_ref_sink (page));
}

const EbbCareEpisode *
ebb_care_tab_find_episode (EbbCareTab *self, const char *id)
{
  return self->care != NULL && id != NULL ? ebb_care_file_find (self->care, id) : NULL;
}

/* Actions ------------------------------------------------------------------------------------- */

/* A form about "EPISODE [ABOUT]". */
static void
open_form (GtkWidget *widget, const EbbCareForm *form, GVariant *target)
{
  EbbCareTab *self = EBB_CARE_TAB (widget);
  g_auto (GStrv) words = g_strsplit (g_variant_get_string (target, NULL), " ", 2);
  const char *episode_id = words[0] != NULL && *words[0] != '\0' ? words[0] : NULL;
  const char *about = episode_id != NULL ? words[1] : NULL;

  if (self->care == NULL
      || (episode_id != NULL && ebb_care_tab_find_episode (self, episode_id) == NULL))
    return;
  ebb_care_tab_open_page (self,
                          ebb_care_form_page_new (self->scene.desk, form, self->scene.file->patient,
                                                  self->care, episode_id, about));
}

static void
edit_episode (GtkWidget *widget, const char *action, GVariant *target)
{
  open_form (widget, &ebb_episode_form, target);
}

static void
discharge (GtkWidget *widget, const char *action, GVariant *target)
{
  open_form (widget, &ebb_discharge_form, target);
}

static void
edit_plan (GtkWidget *widget, const char *action, GVariant *target)
{
  open_form (widget, &ebb_care_plan_form, target);
}

static void
edit_goal (GtkWidget *widget, const char *action, GVariant *target)
{
  open_form (widget, &ebb_goal_form, target);
}

static void
add_visit (GtkWidget *widget, const char *action, GVariant *target)
{
  open_form (widget, &ebb_visit_form, target);
}

static void
find_maximum (GtkWidget *widget, const char *action, GVariant *target)
{
  open_form (widget, &ebb_one_rm_form, target);
}

static void
measure (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbCareTab *self = EBB_CARE_TAB (widget);
  const char *id = g_variant_get_string (target, NULL);

  if (ebb_care_tab_find_episode (self, id) != NULL)
    ebb_care_tab_open_page (
        self, ebb_outcomes_page_new (self->scene.desk, self->scene.file->patient, self->care, id));
}

static void
open_calls (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbCareTab *self = EBB_CARE_TAB (widget);

  ebb_care_tab_open_page (self, ebb_calls_page_new (self->scene.desk));
}

static void
ask_consent (GtkWidget *widget, const char *action, GVariant *target)
{
  EbbCareTab *self = EBB_CARE_TAB (widget);
  int paper = ebb_paper_from_string (g_variant_get_string (target, NULL));

  if (paper >= 0)
    ebb_care_tab_open_page (
        self, ebb_consent_page_new (self->scene.desk, self->scene.file->patient, (EbbPaper) paper));
}

/* Life ---------------------------------------------------------------------------------------- */

static void
ebb_care_tab_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ebb_care_tab_parent_class)->map (widget);
  ebb_care_tab_load (EBB_CARE_TAB (widget));
}

/* Its scene is borrowed from the page: what was taken off it asks for nothing more. */
static void
ebb_care_tab_unroot (GtkWidget *widget)
{
  EbbCareTab *self = EBB_CARE_TAB (widget);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  GTK_WIDGET_CLASS (ebb_care_tab_parent_class)->unroot (widget);
}

static void
care_tab_dispose (GObject *object)
{
  EbbCareTab *self = EBB_CARE_TAB (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->care, ebb_care_file_unref);
  G_OBJECT_CLASS (ebb_care_tab_parent_class)->dispose (object);
}

static void
ebb_care_tab_class_init (EbbCareTabClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = care_tab_dispose;
  widget_class->map = ebb_care_tab_map;
  widget_class->unroot = ebb_care_tab_unroot;
  gtk_widget_class_install_action (widget_class, "care.edit-episode", "s", edit_episode);
  gtk_widget_class_install_action (widget_class, "care.discharge", "s", discharge);
  gtk_widget_class_install_action (widget_class, "care.plan", "s", edit_plan);
  gtk_widget_class_install_action (widget_class, "care.goal", "s", edit_goal);
  gtk_widget_class_install_action (widget_class, "care.visit", "s", add_visit);
  gtk_widget_class_install_action (widget_class, "care.maximum", "s", find_maximum);
  gtk_widget_class_install_action (widget_class, "care.measure", "s", measure);
  gtk_widget_class_install_action (widget_class, "care.consent", "s", ask_consent);
  gtk_widget_class_install_action (widget_class, "care.calls", NULL, open_calls);
  ebb_care_tab_install_acts (widget_class);
}

static void
ebb_care_tab_init (EbbCareTab *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
ebb_care_tab_new (const EbbPatientScene *scene, EbbCareMake make)
{
  EbbCareTab *self = g_object_new (EBB_TYPE_CARE_TAB, NULL);
  EbbCareFile *shown = g_object_get_data (G_OBJECT (scene->desk), SHOWN_KEY);

  self->scene = *scene;
  self->make = make;
  if (shown != NULL && g_strcmp0 (shown->patient_id, scene->file->patient->id) == 0) {
    self->care = ebb_care_file_ref (shown);
    show (self);
  }
  return GTK_WIDGET (self);
}
