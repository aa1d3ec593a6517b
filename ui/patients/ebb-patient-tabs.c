/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-tabs.h"

#include "ebb-care-tab.h"
#include "ebb-flow.h"
#include "ebb-limbs-tab.h"
#include "ebb-visit-tabs.h"

#include <glib/gi18n-lib.h>

#define TAB_MIN_PX 80

typedef struct {
  const char *name, *title;
  GtkWidget *(*make) (const EbbPatientScene *scene);
} Tab;

static const Tab tabs[] = {
  { "overview", N_ ("Overview"), ebb_patient_overview_new },
  { "screening", N_ ("Screening"), ebb_screening_tab_new },
  { "limbs", N_ ("Limbs"), ebb_limbs_tab_new },
  { "sessions", N_ ("Sessions"), ebb_patient_sessions_new },
  { "progress", N_ ("Progress"), ebb_progress_tab_new },
  { "plan", N_ ("Plan"), ebb_plan_tab_new },
  { "notes", N_ ("Notes"), ebb_notes_tab_new },
};

struct _EbbPatientTabs {
  GtkBox parent_instance;
  EbbPatientScene scene; /* borrowed */
  const Tab *open;
  GtkWidget *content[G_N_ELEMENTS (tabs)]; /* NULL until looked at */
};

enum { TURNED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbPatientTabs, ebb_patient_tabs, GTK_TYPE_BOX)

static void
open_tab (EbbPatientTabs *self, gsize at)
{
  self->open = &tabs[at];
  if (self->content[at] == NULL) {
    self->content[at] = tabs[at].make (&self->scene);
    gtk_widget_set_valign (self->content[at], GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (self), self->content[at]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (tabs); i++)
    if (self->content[i] != NULL)
      gtk_widget_set_visible (self->content[i], i == at);
}

static void
on_toggled (GtkToggleButton *button, EbbPatientTabs *self)
{
  const Tab *from = self->open;

  if (!gtk_toggle_button_get_active (button))
    return;
  open_tab (self, GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "tab")));
  g_signal_emit (self, signals[TURNED], 0, from->name, self->open->name);
}

static GtkWidget *
make_bar (EbbPatientTabs *self)
{
  GtkWidget *bar = ebb_columns_new (G_N_ELEMENTS (tabs), TAB_MIN_PX, 0);
  GtkWidget *first = NULL;

  gtk_widget_add_css_class (bar, "patient-tabs");
  for (gsize i = 0; i < G_N_ELEMENTS (tabs); i++) {
    GtkWidget *button = gtk_toggle_button_new_with_label (_ (tabs[i].title));

    g_object_set_data (G_OBJECT (button), "tab", GSIZE_TO_POINTER (i));
    if (first == NULL)
      first = button;
    else
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), self->open == &tabs[i]);
    g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
    ebb_columns_append (EBB_COLUMNS (bar), button);
  }
  return bar;
}

const char *
ebb_patient_tabs_get_open (EbbPatientTabs *self)
{
  g_return_val_if_fail (EBB_IS_PATIENT_TABS (self), NULL);

  return self->open->name;
}

static void
ebb_patient_tabs_class_init (EbbPatientTabsClass *klass)
{
  signals[TURNED] = g_signal_new ("turned", EBB_TYPE_PATIENT_TABS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
ebb_patient_tabs_init (EbbPatientTabs *self)
{
  self->open = &tabs[0];
}

GtkWidget *
ebb_patient_tabs_new (const EbbPatientScene *scene, const char *name)
{
  EbbPatientTabs *self = g_object_new (EBB_TYPE_PATIENT_TABS, "orientation",
                                       GTK_ORIENTATION_VERTICAL, "spacing", 14, NULL);

  self->scene = *scene;
  for (gsize i = 0; i < G_N_ELEMENTS (tabs); i++)
    if (g_strcmp0 (tabs[i].name, name) == 0)
      self->open = &tabs[i];
  gtk_box_append (GTK_BOX (self), make_bar (self));
  open_tab (self, (gsize) (self->open - tabs));
  return GTK_WIDGET (self);
}
