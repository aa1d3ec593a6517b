/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-nobody.h"

#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

GtkWidget *
ebb_patient_nobody_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = ebb_label_new ("", "title-3", NULL);
  GtkWidget *line = ebb_label_new (_ ("The button below records a new one."), "patient-dim", NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0.5f);
  gtk_label_set_xalign (GTK_LABEL (line), 0.5f);
  gtk_label_set_justify (GTK_LABEL (line), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), line);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

void
ebb_patient_nobody_show (GtkWidget *nobody, gboolean searching)
{
  ebb_label_update (gtk_widget_get_first_child (nobody),
                    searching ? _ ("No patient found") : _ ("No patients yet"));
}
