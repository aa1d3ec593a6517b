/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * About: what Ebb is, and first of all what it is not.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

GtkWidget *ebb_about_new (EbbDesk *desk);
