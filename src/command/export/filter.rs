//! Which activities of a register are exported: by country, days and goals.

use crate::record::{Activity, CountryBasis, GoalBasis};
use anyhow::{Context, Result};

/// Which activities are exported.
#[derive(Debug, Default, clap::Args)]
pub struct ActivityFilter {
    /// Only what this country reports, or what happened there (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "CODE")]
    country: Vec<String>,
    /// Only what ended on this day or later
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Only what began on this day or earlier
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// Only what serves this goal
    #[arg(long, value_name = "CODE")]
    goal: Vec<String>,
    /// Let only what is stated count for --country and --goal
    #[arg(long)]
    stated: bool,
}

impl ActivityFilter {
    /// # Errors
    /// Where a day is none.
    pub fn check(&self) -> Result<()> {
        for day in self.from.iter().chain(&self.until) {
            let read = day.parse::<jiff::civil::Date>();
            read.with_context(|| format!("{} is no day, such as 2023-01-01", day.escape_debug()))?;
        }
        Ok(())
    }

    pub fn holds(&self, activity: &Activity) -> bool {
        self.country_holds(activity) && self.days_hold(activity) && self.goal_holds(activity)
    }

    fn country_holds(&self, activity: &Activity) -> bool {
        let stated = activity.country_basis != Some(CountryBasis::Inferred);
        let reports = activity
            .reporting_country
            .as_ref()
            .filter(|_| stated || !self.stated);
        let place = activity.place.country.as_ref().filter(|_| !self.stated);
        let is_it = |code: &String| {
            let mut known = [reports, place].into_iter().flatten();
            known.any(|known| known.eq_ignore_ascii_case(code))
        };
        self.country.is_empty() || self.country.iter().any(is_it)
    }

    fn days_hold(&self, activity: &Activity) -> bool {
        if self.from.is_none() && self.until.is_none() {
            return true;
        }
        let Some(date) = &activity.date else {
            return false;
        };
        let (start, end) = (
            date.start.as_ref().or(date.end.as_ref()),
            date.end.as_ref().or(date.start.as_ref()),
        );
        let from = self
            .from
            .as_ref()
            .is_none_or(|from| end.is_some_and(|end| end >= from));
        let until = self
            .until
            .as_ref()
            .is_none_or(|until| start.is_some_and(|start| start <= until));
        from && until
    }

    fn goal_holds(&self, activity: &Activity) -> bool {
        let counts = |basis: GoalBasis| !self.stated || basis != GoalBasis::Inferred;
        let mut goals = activity
            .goals
            .iter()
            .filter(|goal| counts(goal.basis) && goal.confidence >= 0.5);
        let is_it = |code: &str| {
            self.goal
                .iter()
                .any(|wanted| wanted.eq_ignore_ascii_case(code))
        };
        self.goal.is_empty() || goals.any(|goal| is_it(&goal.code))
    }
}
