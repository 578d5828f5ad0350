"""What made-up specifications are put together from (evals/bench/generate.py): fields of work, and general words.

A field of work is: name; office; things that its staff work on; places and bodies that they deal with; a discipline of
study. Every combination reads as a specification might; none is a real class of any government.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldOfWork:
    """One line of public work, in the words that specifications would use for it."""

    name: str
    office: str
    things: tuple[str, ...]
    bodies: tuple[str, ...]
    studies: str


_FIELDS = """
Water Quality | Inland Waterways | stream samples, probe calibrations, discharge permits, fish kill reports, groundwater wells, sediment cores | lake associations, laboratories, treatment plants | environmental science
Highway Design | Roads and Bridges | alignment drawings, pavement surveys, drainage plans, traffic counts, guardrail inventories, right of way maps | contractors, town engineers, rail carriers | civil engineering
Bridge Safety | Roads and Bridges | truss inspections, load ratings, scour studies, bearing repairs, expansion joints, underwater dives | divers, consultants, federal inspectors | structural engineering
Child Support | Family Affairs | paternity files, arrears ledgers, wage withholding orders, interstate petitions, locate requests, court dockets | parents, sheriffs, employers | social work
Foster Care | Family Affairs | placement plans, home studies, visitation logs, adoption subsidies, kinship assessments, safety plans | foster parents, guardians, clinics | human services
Unemployment Benefits | Labor | wage claims, overpayment notices, separation statements, hearing records, eligibility interviews, tax contributions | claimants, unions, tribunals | business administration
Workplace Safety | Labor | hazard inspections, injury logs, noise surveys, scaffold checks, abatement letters, air monitoring badges | foremen, insurers, trade schools | occupational health
Income Tax | Revenue | returns, refund offsets, nexus inquiries, residency audits, penalty waivers, withholding tables | preparers, taxpayers, banks | accounting
Sales Tax | Revenue | resale certificates, field audits, assessment notices, jeopardy liens, exemption requests, point of sale records | retailers, bookkeepers, collectors | finance
Public Accounts | Comptroller Services | trial balances, encumbrance reports, bond covenants, cash reconciliations, grant drawdowns, inventory counts | auditors, paying agents, departments | accounting
Procurement | General Services | bid tabulations, vendor scorecards, purchase agreements, leases, surplus auctions, delivery schedules | suppliers, brokers, end users | supply chain management
Fleet | General Services | vehicle logs, fuel cards, preventive maintenance schedules, accident claims, tire orders, emission tests | garages, dealers, drivers | automotive technology
Building Trades | General Services | boiler logs, wiring diagrams, plumbing repairs, roof surveys, elevator permits, asbestos notices | tradespeople, fire marshals, tenants | facilities management
Information Security | Technology Services | firewall rules, incident tickets, access reviews, penetration tests, encryption keys, phishing drills | network teams, vendors, investigators | computer science
Database Administration | Technology Services | schemas, backup rotations, query plans, replication jobs, storage forecasts, migration scripts | developers, analysts, data owners | information systems
Network Operations | Technology Services | router configurations, fiber routes, wireless surveys, switch upgrades, outage reports, voice circuits | carriers, help desks, campuses | telecommunications
Special Education | Schools | individualized programs, evaluation reports, placement meetings, behavior plans, transition goals, compliance reviews | families, districts, therapists | special education
School Nutrition | Schools | menus, commodity orders, kitchen inspections, meal counts, allergy plans, reimbursement claims | cafeteria staff, growers, principals | nutrition
Early Childhood | Schools | learning standards, preschool grants, classroom observations, licensing visits, parent workshops, screening results | providers, libraries, pediatricians | child development
Vocational Training | Schools | shop curricula, apprenticeship standards, tool inventories, trade assessments, internship agreements, graduate surveys | advisory boards, manufacturers, instructors | technical education
Epidemiology | Public Health | case investigations, outbreak curves, laboratory notifications, vaccination coverage, cluster analyses, exposure histories | hospitals, physicians, local directors | epidemiology
Drinking Water | Public Health | lead tests, well permits, watershed inspections, chlorine residuals, boil notices, sanitary surveys | utilities, plumbers, homeowners | environmental engineering
Nursing Facilities | Public Health | survey findings, complaint intakes, plan of correction reviews, infection control audits, staffing ratios, resident interviews | administrators, ombudsmen, pharmacists | nursing
Emergency Medical | Public Health | ambulance licenses, trauma registries, protocol updates, response time studies, paramedic rosters, mass casualty drills | rescue squads, dispatchers, hospitals | emergency medicine
Psychiatric Care | Mental Health | treatment plans, medication reviews, admission assessments, discharge summaries, group sessions, crisis calls | patients, psychiatrists, courts | psychology
Addiction Recovery | Mental Health | intake interviews, relapse plans, methadone schedules, housing vouchers, peer groups, outcome surveys | clinics, probation officers, shelters | counseling
Developmental Services | Disability Services | day programs, residential plans, respite requests, communication boards, waiver budgets, guardianship reviews | group homes, advocates, siblings | rehabilitation
Vocational Rehabilitation | Disability Services | employment plans, job coaching notes, assistive devices, work trials, benefit analyses, site adaptations | employers, evaluators, veterans | rehabilitation counseling
Correctional Custody | Corrections | cell searches, headcounts, transport orders, disciplinary reports, visiting lists, contraband logs | inmates, chaplains, wardens | criminal justice
Parole | Corrections | release plans, home visits, violation warrants, drug screens, curfew monitors, victim notices | offenders, treatment providers, judges | criminology
Forensic Laboratory | Public Safety | fingerprint lifts, toxicology screens, ballistic comparisons, evidence seals, chain of custody forms, genetic profiles | detectives, prosecutors, medical examiners | chemistry
Fire Prevention | Public Safety | sprinkler plans, burn permits, arson scenes, hydrant flows, code variances, explosives magazines | fire chiefs, architects, landlords | fire science
Motor Vehicles | Licensing | road tests, title transfers, suspension notices, dealer plates, medical reviews, registration renewals | motorists, insurers, test sites | public administration
Professional Licensing | Licensing | credential applications, complaint files, consent orders, examination scores, continuing education audits, scope of practice questions | boards, licensees, schools | law
Insurance Regulation | Insurance | rate filings, solvency tests, market conduct exams, producer complaints, reserve opinions, policy forms | actuaries, carriers, agents | actuarial science
Banking Regulation | Insurance | loan portfolios, capital ratios, charter petitions, mortgage lenders, money transmitters, liquidity reports | credit unions, trustees, regulators | economics
Forestry | Natural Resources | timber cruises, prescribed burns, trail signs, pest traps, boundary marks, seedling orders | loggers, hikers, land trusts | forestry
Wildlife | Natural Resources | bird counts, deer checks, habitat maps, trapping permits, radio collars, nuisance calls | hunters, biologists, farmers | biology
Fisheries | Natural Resources | hatchery ponds, creel surveys, trawl samples, fishway counts, stocking trucks, shellfish beds | anglers, harvesters, marinas | marine biology
State Parks | Natural Resources | campground reservations, beach closures, lifeguard rosters, concession contracts, visitor centers, picnic shelters | campers, volunteers, vendors | recreation management
Air Pollution | Air Measurement | stack tests, ozone monitors, emission inventories, dust complaints, engine permits, dispersion models | refineries, municipalities, hospitals | atmospheric science
Hazardous Waste | Air Measurement | spill responses, drum manifests, landfill caps, soil borings, remediation budgets, storage tanks | generators, haulers, property owners | geology
Dairy Inspection | Agriculture | milk tanks, pasteurizer charts, barn scores, bacteria counts, label reviews, recall notices | dairies, veterinarians, processors | animal science
Plant Industry | Agriculture | nursery stock, seed lots, quarantine orders, pesticide records, orchard blocks, beehives | growers, beekeepers, importers | horticulture
Weights and Measures | Consumer Affairs | fuel pumps, price scanners, truck scales, package checks, taxi meters, heating oil deliveries | merchants, refiners, shoppers | physics
Consumer Complaints | Consumer Affairs | warranty disputes, contractor registrations, gift card cases, charity filings, lemon law hearings, refund demands | callers, mediators, trade groups | communications
Civil Rights | Human Rights | discrimination charges, mediation sessions, fair housing tests, affirmative plans, retaliation claims, merit assessments | complainants, respondents, commissioners | law
Public Transit | Transit | bus schedules, fare boxes, ridership counts, paratransit trips, rail timetables, station leases | riders, operators, planners | urban planning
Airport Operations | Transit | runway inspections, noise abatement logs, gate assignments, snow plans, wildlife strikes, security badges | airlines, pilots, controllers | aviation management
Ports and Ferries | Transit | dock repairs, dredging permits, ferry crossings, pilotage fees, berth allocations, harbor charts | shippers, captains, customs brokers | maritime studies
Land Use | Planning | zoning maps, subdivision plats, census tables, growth forecasts, open space grants, historic surveys | town clerks, developers, councils | geography
Economic Development | Planning | loan applications, brownfield grants, export missions, job forecasts, enterprise zones, site visits | start ups, chambers, investors | economics
Housing | Planning | rental vouchers, rehabilitation loans, accessibility reviews, tenant surveys, mortgage guarantees, rent ledgers | tenants, housing authorities, builders | public policy
Library | Culture | catalog records, microfilm reels, interlibrary loans, reading programs, rare maps, reference requests | readers, publishers, schools | library science
Archives | Culture | manuscripts, retention schedules, digital scans, oral histories, probate volumes, conservation treatments | genealogists, historians, clerks | history
Museums | Culture | exhibits, loan registers, school tours, artifact storage, grant reports, collection surveys | artists, curators, donors | art history
Election Services | Elections | ballots, voter rolls, poll worker manuals, recount observations, campaign filings, tabulator tests | registrars, candidates, moderators | political science
Lottery | Gaming | ticket stock, terminal repairs, prize claims, drawing procedures, sales routes, jackpot promotions | retailers, winners, couriers | marketing
Casino Regulation | Gaming | slot meters, surveillance tapes, table drops, license backgrounds, self exclusion lists, payout disputes | operators, dealers, tribes | auditing
Payroll | Personnel | time sheets, garnishments, deduction codes, retirement credits, direct deposits, longevity payments | employees, actuaries, departments | accounting
Recruitment | Personnel | job postings, test plans, eligible lists, interview panels, reference checks, classification surveys | applicants, managers, proctors | human resources
Labor Relations | Personnel | grievances, contract proposals, arbitration briefs, overtime rosters, layoff lists, step increases | stewards, arbitrators, supervisors | industrial relations
Veterans Services | Veterans | burial honors, disability claims, residence halls, service records, pension appeals, bugle ceremonies | veterans, widows, posts | social work
Military Facilities | Veterans | armories, range safety, parade grounds, fuel depots, barracks repairs, training areas | guard units, commanders, engineers | construction management
"""


def _field(line: str) -> FieldOfWork:
    name, office, things, bodies, studies = (part.strip() for part in line.split("|"))
    return FieldOfWork(name, office, tuple(things.split(", ")), tuple(bodies.split(", ")), studies)


FIELDS = tuple(_field(line) for line in _FIELDS.strip().splitlines())

RANKS = (
    ("Aide", "SH", 8), ("Technician", "TC", 15), ("Inspector", "TC", 19), ("Specialist", "AR", 21), ("Analyst", "AR", 22),
    ("Examiner", "AR", 23), ("Coordinator", "AR", 24), ("Planner", "EU", 25), ("Engineer", "EU", 27), ("Counselor", "HC", 20),
    ("Supervisor", "EU", 29), ("Program Manager", "MP", 62), ("Director", "MP", 70), ("Trainee", "SH", 10),
)  # fmt: skip
"""What a class's holder is called, the letters of its salary group, and the number of its lowest grade."""

UNITS = {
    "SH": "(13)-ADMIN CLERICAL (NP-3)", "TC": "(05)-ENGINEER, SCIEN, TECH (P-4)", "AR": "(16)-ADMIN & RESID (P-5)",
    "EU": "(05)-ENGINEER, SCIEN, TECH (P-4)", "HC": "(10)-SOC & HUMAN SRV(P-2)", "MP": "(02)-MANAGERIAL",
}  # fmt: skip
GROUPS = {
    "SH": "(05)-Clerical", "TC": "(08)-Engineering", "AR": "(12)-Fiscal", "EU": "(08)-Engineering",
    "HC": "(23)-Social Services", "MP": "(01)-Management",
}  # fmt: skip

ACTS = tuple(
    "Reviews Inspects Prepares Investigates Maintains Coordinates Evaluates Schedules Compiles Analyzes Verifies Drafts "
    "Processes Monitors Explains Records Audits Interprets Updates Files Samples Tests Corrects Prioritizes Negotiates "
    "Recommends Demonstrates Presents Estimates Plans Tracks Revises Certifies Assembles Repairs Measures Summarizes "
    "Distributes Researches Approves".split()
)
MEANS = tuple(
    part.strip()
    for part in """
    using statistical software; in the field; under written procedures; by telephone and in person; from source documents;
    with portable instruments; by computer; in cooperation with other units; on short notice; according to federal rules;
    by random sample; at hearings; on a weekly cycle; with the help of interpreters; from aerial photographs;
    after storms and other emergencies; across several regions; in two languages; without direct oversight; by boat
    """.replace("\n", " ").split(";")
)
ENDS = tuple(
    part.strip()
    for part in """
    to find errors before payment; to determine compliance; to forecast demand; to support decisions of management;
    to protect the public; to settle disputes; to reduce cost; to meet court deadlines; to qualify for federal funds;
    to prevent recurrence; to document conditions; to set priorities for the coming year; to answer inquiries;
    to prepare testimony; to improve service; to recover money owed; to shorten waiting times; to train new staff;
    to close cases; to inform legislation
    """.replace("\n", " ").split(";")
)
MATTERS = tuple(
    part.strip()
    for part in """
    oral and written communication; statistics; contract law; budgeting; report writing; mapping software; interviewing;
    project scheduling; record keeping; first aid; laboratory methods; public speaking; spreadsheets; work measurement;
    conflict resolution; risk assessment; quality assurance; adult learning; blueprint reading; cost estimating
    """.replace("\n", " ").split(";")
)
