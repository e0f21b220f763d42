"""Board papers of invented bodies and people, in the layouts that text is met in. None of it is real."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

COMMITTEE_PACK = """\
                                                                     Public Document Pack

              GULLWICK AND POLLEN JOINT COMMITTEE

Date:         Tuesday, 4th October 2022
Time:         10.30 a.m.
Venue:        Council Chamber, The Old Exchange, Gullwick

Membership of the Committee

Councillors:   Ada Penrose (Chair), Bo Reddish (Vice-Chairman), Cy Tallis,
               Dee Ferrow and Edda Moyle

For further information please contact: Gil Tarn, Democratic Services,
01632 960555, gil.tarn@example.org

                                      AGENDA

1    Apologies for Absence

2    Declarations of Interest

     To receive any declarations of interest in respect of items on this
     agenda.

3    Minutes of the last meeting                                     (Pages 3 - 8)

     To confirm as a correct record the minutes of the meeting held on 6
     July 2022.

4    Ferry and Harbour Strategy 2022 - 2027                          (Pages 9 - 14)

     Report of the Director of Place.

5    Private Rented Sector Licensing                                 (Pages 15 - 20)

     EXCLUSION OF THE PRESS AND PUBLIC

     To consider excluding the public on the grounds that exempt information
     would be disclosed under paragraph 3 of Schedule 12A.

6    Sale of the Corn Hall                                           (Pages 21 - 26)

                                       Page 1\f
                                    Page 3                            Agenda Item 3

                    GULLWICK AND POLLEN JOINT COMMITTEE

                               6 July 2022

MINUTES of the meeting of the Gullwick and Pollen Joint Committee held at
10.30 am on Wednesday 6 July 2022 in the Council Chamber

PRESENT:      Councillor Ada Penrose (Chair)
              Councillors Bo Reddish, Cy Tallis and Edda Moyle

Also in attendance:   Hal Dunmore (Director of Place), Ivy Strand (Solicitor)

Apologies:    Councillor Dee Ferrow

11.   DECLARATIONS OF INTEREST

      There were none.

12.   MINUTES

      RESOLVED: That the minutes of the meeting held on 5 April 2022 be
      approved and signed.

13.   QUAYSIDE PARKING

      The Committee received a report on parking at the quayside. Members
      asked about the cost of permits.

      RESOLVED –

      (1)    That the report be noted; and

      (2)    That the Director of Place bring back a further report in
             October.

      ACTION: Hal Dunmore

The meeting closed at 11.45 am.
\f

                                       Page 9                         Agenda Item 4

Report to:           Gullwick and Pollen Joint Committee

Date:                4 October 2022

Subject:             Ferry and Harbour Strategy 2022 - 2027

Report of:           Director of Place

Contact officer:     Jo Kestle, Harbour Manager   Tel: 01632 960444
Email: jo.kestle@example.org

1.    Purpose of report

1.1   To seek approval of the strategy.

2.    Recommendations

2.1   That the strategy be approved.

2.2   That progress be reported every year.

3.    Background

3.1   The ferry carried 214,000 people last year, more than in any year
      since the bridge was built.

3.2   The harbour has three basins:

      (a) the North Basin;

      (b) the South Basin; and

      (c) the Wet Dock.

                                        Page 10\f
4.    The Harbour Plan

4.1   Works are listed below.

      Basin              Works              Cost
      North Basin        New gates          £1,200,000
      South Basin        Dredging           £350,000
      Wet Dock           Lighting           £45,000
      Total                                 £1,595,000

5.    Financial implications

5.1   There are none beyond the capital programme.

6.    Background papers

None.

                                        Page 11\f
                                   Page 15                            Agenda Item 5

Report to:           Gullwick and Pollen Joint Committee

Date:                4 October 2022

Subject:             Private Rented Sector Licensing

1.    Purpose of report

1.1   To inform members of licences given.

2.    Recommendation

2.1   That the report be noted.

3.    Background

3.1   In the year 412 licences were given.

                                        Page 16\f
                                   Page 21                            Agenda Item 6
By virtue of paragraph(s) 3 of Part 1 of Schedule 12A
of the Local Government Act 1972.

Document is Restricted
"""
"""A joint committee's pack as text with its layout kept, form feeds between pages, minutes in it."""

BOARD_PACK = """\
Places Board

Agenda

Monday, 9 September 2019
1.30pm

Beech Room, 2nd Floor, Gullwick House, Gullwick, GW1 2AB

Places Board – Membership 2019/2020

Councillor\tAuthority
Labour ( 3)\t
Cllr Ada Penrose (Chair)\tDrayvenwadeshire
Cllr Bo Reddish\tGullwick Borough Council
Cllr Cy Tallis (Observer)\tNether Pollen District Council
Substitutes\t
Cllr Dee Ferrow\tGullwick Borough Council
Conservative ( 2)\t
Cllr Edda Moyle (Vice-Chair)\tGullwick Borough Council
Cllr Fen Oxley\tPollen City Council
Green and Residents ( 4)\t
Cllr Gus Quill (Deputy Chair)\tPollen City Council
Vacancy\t
Plaid Cymru (1)\t
Cllr Huw Rhys\tCwm Gwyn Council
Lead Peers\t
Ivo Strand\t

Places Board – Attendance 2019-2020

Councillors\t3 Mar\t14/6/19\t9 Sep 2019
Labour Group\t\t\t
Ada Penrose\tP\tA\t
Bo Reddish\tP\tP\t
Cons Group\t\t\t
Edda Moyle\tAp\tN/A\tSub for Cllr Fen Oxley

Agenda

Item\tPage
1. Welcome\t
2. Note of the last meeting\t1 - 4
3. Housing\t5 - 9
a) Annex 1: homes\t10 - 12
b) Annex 2: plots\t13 - 13
5. Transport\t14 - 20
Date of next meeting: 3 December 2019

Housing

Purpose

For decision.

Summary

Homes are needed.

Recommendations

The Board is asked to:
a) note the report; and
b) agree to the plan.

Actions

Officers to act.

Contact officers:\tFlo Garrick and Hal Dunmore
Position:\tAdviser
Phone no:\t01632 960100
Email:\tflo.garrick@example.org; hal.dunmore@example.org

Housing

Background

1. There are 900 homes.

2. Of these:

2.1 400 are old; and

2.2 500 are new.

Next steps

3. Members are asked to agree.

Annex 1

Place\tHomes
Gullwick\t400
Pollen\t500

\tHomes
Total\t900

Annex 2: Plots

1. Plots are listed elsewhere.

Transport

Purpose of report

For information.

Recommendation

That members note it.

Contact officer: Gil Tarn
Position: Head of Roads
Phone no: 01632 960101
E-mail: gil.tarn@example.org

Background

1. Buses run.
"""
"""A board's pack as text with tabs: groups of other names, odd counts, an agenda that leaves out a number."""

TABLE_NOTE = """\
**Note of last Culture and Coast Board meeting**

| | |
|---|---|
| **Title:** | Culture and Coast Board |
| **Date:** | Wednesday 3 May 2017 |
| **Venue:** | Tide Room, Gullwick House |

Attendance

An attendance list is attached as **Appendix A** to this note.

| Item | Decisions and actions | Action by |
|---|---|---|
| 1 | **Welcome, apologies and declarations of interest**<br>The Chair welcomed members. Apologies are in the list.<br>**Decision**<br>The Board noted the apologies. | |
| 2 | **Museums at sea**<br>Ada Penrose introduced the report.<br>The following points were made:<br>1. boats cost money;<br>2. visitors like boats.<br>**Decisions**<br>The Board agreed the plan.<br>The Board asked for a visit.<br>**Actions**<br>Officers to draft a letter to the minister.<br>Officers to arrange a visit by 30 September 2017. | Flo Garrick<br>Hal Dunmore |
| 3 | **Piers (confidential)**<br>Members discussed piers.<br>**Action**<br>Ivy Strand to circulate the survey. | |

**Appendix A – Attendance**

| Position/Role | Councillor | Authority |
|---|---|---|
| Chair | Cllr Ada Penrose | Drayvenwadeshire |
| Deputy Chair | Cllr Bo Reddish OBE | Gullwick Borough Council |
| Members | Cllr Cy Tallis | Nether Pollen District Council |
| | Cllr Dee Ferrow | Gullwick Borough Council |
| Apologies | Cllr Edda Moyle | Gullwick Borough Council |
| In Attendance | Gil Tarn | Arts Fund |
| LGA Officers | Flo Garrick; Hal Dunmore | |
"""
"""A board's note as one table of item, what was said, action by; attendance in an appendix."""

LISTED_NOTE = """\
Harbours Leadership Board

Minutes of the meeting held on Thursday 12 January 2023 at 2.00pm, by video

Present
Cllr Ada Penrose (Chairman)
Cllr Bo Reddish
Mayor Cy Tallis CBE

In attendance
Flo Garrick, Director
Hal Dunmore

1. Welcome and apologies

Apologies for absence were received from:

• Cllr Dee Ferrow, Con, Nether Pollen District Council;
• Cllr Edda Moyle OBE, Lab, Gullwick Borough Council

2. Dredging

Members considered the report and raised these matters:

• The depth of the channel.
• The cost.

Decision

The Board noted the report.

Action

Officers to:

• circulate the survey; and
• write to all ports. (Flo Garrick)

3. Any other business

Action: Hal Dunmore to book the room by 1 March 2023.

Actions

• Ada Penrose and Bo Reddish to meet the minister.
• The secretariat to update the forward plan. [Action: Gil Tarn / Hal Dunmore]
"""
"""Minutes with lists of those present first, apologies in the narrative, owners in brackets."""
SPACED_NOTE = """\
Note of decisions taken and actions required

Title:                    Skills Panel
Date and time:            Tuesday 5 February 2013, 11.30am
Venue:                    Room 1.2, Gullwick House

Attendance

Position              Councillor                   Council
Chairman              Ada Penrose                  Drayvenwadeshire
Vice chair            Bo Reddish OBE               Gullwick BC
Members               Cy Tallis                    Pollen City
                      Dee Ferrow                   Nether Pollen DC

Apologies             Edda Moyle                   Gullwick BC

In attendance: Fen Oxley, Gus Quill (LGA)

Item   Decisions and actions                                             Action by

1      Minutes of the last meeting

       The minutes of the meeting held on 4 December 2012 were agreed.

2      Apprenticeships

       Fen Oxley introduced the report and explained that numbers had
       fallen in the last year.

       Decisions

       The Panel:

       1. noted the report; and
       2. agreed to write to the minister.

       Actions

       Officers to draft the letter.                                     Fen Oxley

       Officers to prepare a further paper for the next meeting, with     Gus Quill
       figures by region.

3      Any other business

       There was none.

Date of next meeting: 12 March 2013
"""
"""A note as text with its layout kept: owners stand in a column of their own, beside paragraphs that run on."""

PACK_WITH_NOTE = """\
Agenda

People and Places Board

Tuesday 25 September 2018
11.00 am

Rooms A&B, Ground Floor, 18 Gullwick Square, London, SW1P 3HZ

There will be a meeting of the People & Places Board at 11.00 am on Tuesday, 25 September 2018 Rooms A&B, Ground Floor, 18 Gullwick Square.

People & Places Board – Membership 2018/2019

Councillor\tAuthority
Conservative ( 13)\t
Cllr Ada Penrose (Chairman)\tDrayvenwadeshire
Cllr Bo Reddish\tGullwick Borough Council
Substitutes\t
Cllr Cy Tallis\tPollen City Council
Labour ( 2)\t
Cllr Dee Ferrow (Deputy Chair)\tGullwick Borough Council
Cllr Edda Moyle\tNether Pollen
Independent ( 1)\t
Cllr Fen Oxley (Vice-Chair)\tPollen City Council
Liberal Democrat ( 1)\t
Cllr Gus Quill\tPollen City Council
Observer\t
Cllr Huw Rhys\tCwm Gwyn

LGA People & Places Board Attendance 2018-2019

Councillors\t25/9/18\t
Conservative Group\t\t
Ada Penrose\tYes\t
Bo Reddish\tNo\t

Agenda

People & Places Board

Tuesday 25 September 2018

11.00 am

Item\tPage
1. Welcome, Apologies and Declarations of Interest\t
2. Terms of Reference, Membership and Board priorities 2018/19\t1 - 12
3. Industrial strategy (confidential)\t13 - 16
4. Growth deals: presentation\t
5. Notes of previous meetings\t17 - 30
a) Note of last People & Places Board meeting (confidential)\t17 - 24
b) Joint meeting\t25 - 30

Date of Next Meeting: Tuesday, 4 December 2018, 11.00 am, Room A

Terms of Reference, Membership and Board priorities 2018/19

Purpose of report

For decision.

Summary

The membership of the Board is attached at Appendix A.

Recommendations

That the People & Places Board:

1. agree its Terms of Reference (Appendix A);
2. formally note the membership for 2018/19 (Appendix B); and
3. note the dates of the future meetings (Appendix C).

Action

As directed by members.

Contact officer: Hal Dunmore
Position: Member Services Officer
Phone no: 020 7664 9999
Email: hal.dunmore@example.org

Terms of Reference, Membership and Board priorities 2018/19

Background

1. The Board meets four times.

Proposals

2. Members are asked to agree:
 - 2.1. the terms; and
 - 2.2. the dates.

Implications for Wales

3. There are none.

Financial Implications

4. None.

Next steps

5. To implement.

Appendix A

Terms of Reference: People and Places Board

1. The purpose of the Board is to advise.
2. It will:
 - 2.1. meet; and
 - 2.2. report.

Quorum

3. One third of the members.

Appendix C

Dates

| Date | Venue |
|---|---|
| 25 September 2018 | London |
| 4 December 2018 | London |

Note of last Joint meeting

Title: Joint meeting
Date: Thursday 5 July 2018
Venue: Smith Square

Attendance

An attendance list is attached as Appendix A to this note

Item\tDecisions and actions

1\tWelcome

Cllr Penrose welcomed members.

2\tGrowth

Members raised points:
- towns matter;
- so do villages.

Decision

The Board noted the update.

Action

Officers to report back.

Appendix A - Attendance

Position/Role\tCouncillor\tAuthority
Chairman\tCllr Ada Penrose\tDrayvenwadeshire
Members\tCllr Bo Reddish\tGullwick Borough Council
Apologies\tCllr Cy Tallis\tPollen City Council
"""
"""A pack in which a note follows a report with appendices, and one item of notes is confidential."""
