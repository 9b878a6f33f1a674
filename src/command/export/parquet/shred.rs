//! Nested records as columns: every value with the levels that say where it
//! stands, after Melnik et al., "Dremel" (VLDB 2010).
//!
//! A record is told in the order of the schema. A cursor goes along the schema
//! and takes each value to its column; what is absent and what is empty leaves
//! a level in every column below it.

use anyhow::{Result, bail};
use parquet::basic::{Repetition, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::file::writer::{SerializedColumnWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::io::Write;

/// A group or a column of the schema, in its order.
#[derive(Clone, Copy)]
struct SchemaNode {
    is_optional: bool,
    /// Columns at and below it.
    columns: usize,
    /// Nodes at and below it.
    nodes: usize,
}

/// Where the cursor stands.
#[derive(Clone, Copy, Default)]
struct Cursor {
    node: usize,
    column: usize,
}

/// How deep a value is there, and what it repeats.
#[derive(Clone, Copy, Default)]
struct Levels {
    definition: i16,
    repetition: i16,
    /// Lists around the cursor.
    lists: i16,
}

enum Values {
    /// All texts in one, and where each ends.
    Text(Vec<u8>, Vec<usize>),
    Day(Vec<i32>),
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Flag(Vec<bool>),
}

struct ColumnData {
    values: Values,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
}

/// The columns of records that wait to be written.
pub struct Shred {
    nodes: Vec<SchemaNode>,
    columns: Vec<ColumnData>,
    cursor: Cursor,
    levels: Levels,
    bytes: usize,
}

impl Shred {
    pub fn new(schema: &Type) -> Result<Shred> {
        let mut shred = Shred {
            nodes: Vec::new(),
            columns: Vec::new(),
            cursor: Cursor::default(),
            levels: Levels::default(),
            bytes: 0,
        };
        for field in schema.get_fields() {
            shred.declare(field)?;
        }
        Ok(shred)
    }

    fn declare(&mut self, kind: &Type) -> Result<()> {
        let (at, columns) = (self.nodes.len(), self.columns.len());
        self.nodes.push(SchemaNode {
            is_optional: kind.get_basic_info().repetition() == Repetition::OPTIONAL,
            columns: 0,
            nodes: 0,
        });
        if kind.is_group() {
            for field in kind.get_fields() {
                self.declare(field)?;
            }
        } else {
            self.columns.push(ColumnData::of(kind.get_physical_type())?);
        }
        self.nodes[at].columns = self.columns.len() - columns;
        self.nodes[at].nodes = self.nodes.len() - at;
        Ok(())
    }

    /// One more record.
    pub fn record(&mut self, tell: impl FnOnce(&mut Shred)) {
        self.cursor = Cursor::default();
        tell(self);
    }

    /// Bytes that wait.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn text(&mut self, text: &str) {
        self.option(Some(text));
    }

    pub fn option(&mut self, text: Option<&str>) {
        self.bytes += text.map_or(0, str::len);
        self.value(text, |values, text| {
            if let Values::Text(all, ends) = values {
                all.extend_from_slice(text.as_bytes());
                ends.push(all.len());
            }
        });
    }

    pub fn day(&mut self, day: Option<i32>) {
        self.value(day, |values, day| {
            if let Values::Day(all) = values {
                all.push(day);
            }
        });
    }

    pub fn whole(&mut self, number: Option<u32>) {
        self.value(number, |values, number| {
            if let Values::Whole(all) = values {
                all.push(i64::from(number));
            }
        });
    }

    pub fn real(&mut self, number: f64) {
        self.value(Some(number), |values, number| {
            if let Values::Real(all) = values {
                all.push(number);
            }
        });
    }

    pub fn flag(&mut self, flag: bool) {
        self.value(Some(flag), |values, flag| {
            if let Values::Flag(all) = values {
                all.push(flag);
            }
        });
    }

    /// A value of the next column. One of another kind than the column's is not kept, which
    /// writing the column complains of: it has more levels than values.
    fn value<T>(&mut self, value: Option<T>, keep: impl FnOnce(&mut Values, T)) {
        let is_optional = self.nodes[self.cursor.node].is_optional;
        let column = &mut self.columns[self.cursor.column];
        let deeper = i16::from(is_optional && value.is_some());
        column.definitions.push(self.levels.definition + deeper);
        column.repetitions.push(self.levels.repetition);
        if let Some(value) = value {
            keep(&mut column.values, value);
        }
        self.bytes += LEVELS;
        self.cursor.node += 1;
        self.cursor.column += 1;
    }

    /// Fields that stand together.
    pub fn group<T>(&mut self, group: Option<T>, tell: impl FnOnce(&mut Shred, T)) {
        let (at, levels) = (self.cursor, self.levels);
        let node = self.nodes[at.node];
        if let Some(group) = group {
            self.levels.definition += i16::from(node.is_optional);
            self.cursor.node += 1;
            tell(self, group);
        } else {
            self.absent(node);
        }
        self.close(at, levels, node);
    }

    /// A list, item by item.
    pub fn list<'l, T>(&mut self, items: &'l [T], tell: impl Fn(&mut Shred, &'l T)) {
        self.each(items.iter(), tell);
    }

    pub fn each<T>(&mut self, items: impl Iterator<Item = T>, tell: impl Fn(&mut Shred, T)) {
        let (at, levels) = (self.cursor, self.levels);
        let node = self.nodes[at.node];
        let mut is_empty = true;
        for item in items {
            // Below the group of the list and the group that repeats stands what repeats.
            self.cursor = Cursor {
                node: at.node + 2,
                column: at.column,
            };
            self.levels.definition = levels.definition + 1;
            self.levels.lists = levels.lists + 1;
            tell(self, item);
            self.levels.repetition = levels.lists + 1;
            is_empty = false;
        }
        if is_empty {
            self.absent(node);
        }
        self.close(at, levels, node);
    }

    fn absent(&mut self, node: SchemaNode) {
        let below = self.cursor.column..self.cursor.column + node.columns;
        self.bytes += below.len() * LEVELS;
        for column in &mut self.columns[below] {
            column.definitions.push(self.levels.definition);
            column.repetitions.push(self.levels.repetition);
        }
    }

    /// Back from a node, behind it.
    fn close(&mut self, at: Cursor, levels: Levels, node: SchemaNode) {
        self.levels = levels;
        self.cursor = Cursor {
            node: at.node + node.nodes,
            column: at.column + node.columns,
        };
    }

    /// Writes what waits as the columns of a row group.
    pub fn write<W: Write + Send>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<()> {
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column()? else {
                bail!("a column has no place in the file");
            };
            column.write(&mut writer)?;
            writer.close()?;
        }
        self.bytes = 0;
        Ok(())
    }
}

/// What a value takes besides itself: two levels and where it ends.
const LEVELS: usize = 12;

impl ColumnData {
    fn of(kind: Physical) -> Result<ColumnData> {
        let values = match kind {
            Physical::BYTE_ARRAY => Values::Text(Vec::new(), Vec::new()),
            Physical::INT32 => Values::Day(Vec::new()),
            Physical::INT64 => Values::Whole(Vec::new()),
            Physical::DOUBLE => Values::Real(Vec::new()),
            Physical::BOOLEAN => Values::Flag(Vec::new()),
            other => bail!("no column is written as {other}"),
        };
        Ok(ColumnData {
            values,
            definitions: Vec::new(),
            repetitions: Vec::new(),
        })
    }

    fn write(&mut self, writer: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let levels = (&*self.definitions, &*self.repetitions);
        match &mut self.values {
            Values::Text(bytes, ends) => {
                let mut values = cut(std::mem::take(bytes), ends);
                put::<ByteArrayType>(writer, &mut values, levels)?;
                ends.clear();
            }
            Values::Day(values) => put::<Int32Type>(writer, values, levels)?,
            Values::Whole(values) => put::<Int64Type>(writer, values, levels)?,
            Values::Real(values) => put::<DoubleType>(writer, values, levels)?,
            Values::Flag(values) => put::<BoolType>(writer, values, levels)?,
        }
        self.definitions.clear();
        self.repetitions.clear();
        Ok(())
    }
}

/// Texts as slices of the one that holds them all.
fn cut(bytes: Vec<u8>, ends: &[usize]) -> Vec<ByteArray> {
    let all = ByteArray::from(bytes);
    let starts = std::iter::once(&0).chain(ends);
    starts
        .zip(ends)
        .map(|(start, end)| all.slice(*start, end - start))
        .collect()
}

/// Writes values and forgets them.
fn put<T: DataType>(
    writer: &mut SerializedColumnWriter<'_>,
    values: &mut Vec<T::T>,
    (definitions, repetitions): (&[i16], &[i16]),
) -> Result<()> {
    writer
        .typed::<T>()
        .write_batch(values, Some(definitions), Some(repetitions))?;
    values.clear();
    Ok(())
}
