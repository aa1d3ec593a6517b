/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms under the header, the worst on top: colour, marks (!!!, !!, !) and words.  High ones stay
 * until somebody has seen them and they are gone.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_ALARM_BANNER (ebb_alarm_banner_get_type ())
G_DECLARE_FINAL_TYPE (EbbAlarmBanner, ebb_alarm_banner, EBB, ALARM_BANNER, AdwBin)

GtkWidget *ebb_alarm_banner_new (EbbDesk *desk);
