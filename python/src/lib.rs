//! The extension module of the wheel: the library's one call for one source, the program for all
//! else.
//!
//! [`answer`] works in Python's process and gives the JSON of an answer of `annalist stream`, so
//! that Python decodes one form only. [`main`] is the program; `extract_many` starts it as a
//! process of its own, whose workers are started by the same command.

use annalist::batch::launch::Launch;
use annalist::batch::task::{Input, Layout, Settings, Task};
use annalist::budget::Limits;
use annalist::command::{schema, stream};
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use std::ffi::OsString;
use std::path::PathBuf;

/// The shared settings of calls in this process.
#[pyclass(frozen)]
struct Extractor(Settings);

#[pymethods]
impl Extractor {
    #[new]
    #[pyo3(signature = (scheme, sites, password, max_size))]
    fn new(
        scheme: String,
        sites: Option<PathBuf>,
        password: Option<String>,
        max_size: u64,
    ) -> Extractor {
        Extractor(Settings {
            limits: Limits {
                input_bytes: max_size.saturating_mul(1 << 20),
                ..Limits::default()
            },
            scheme,
            sites,
            password,
            jobs: 1,
            layout: Layout::Line,
            ..Settings::default()
        })
    }

    /// The answer to one question: bytes that are called `path`, or else the file there.
    #[pyo3(signature = (path, content, url, media_type))]
    fn answer(
        &self,
        py: Python<'_>,
        path: PathBuf,
        content: Option<PyBackedBytes>,
        url: Option<String>,
        media_type: Option<String>,
    ) -> PyResult<Vec<u8>> {
        py.detach(|| {
            let task = Task {
                path: path.to_string_lossy().into_owned(),
                named: true,
                url,
                media_type,
                input: match content {
                    Some(bytes) => Input::Bytes(bytes.to_vec()),
                    None => Input::File(path),
                },
                ..Task::default()
            };
            stream::one(&self.0, task)
        })
        .map_err(|error| PyValueError::new_err(format!("{error:#}")))
    }
}

/// Runs the program with these arguments; `launch` is the command that comes here again.
#[pyfunction]
fn main(
    py: Python<'_>,
    arguments: Vec<OsString>,
    launch: (PathBuf, Vec<OsString>),
    code: PathBuf,
) -> u8 {
    let (command, before) = launch;
    Launch {
        command,
        arguments: before,
        code,
    }
    .as_guest();
    let name = OsString::from("annalist");
    py.detach(|| annalist::program::run(std::iter::once(name).chain(arguments)))
}

/// A JSON Schema by its name.
#[pyfunction(name = "schema")]
fn schema_text(name: &str) -> PyResult<String> {
    let names = schema::NAMES.join(", ");
    let unknown = || PyKeyError::new_err(format!("no schema is called {name}; there are {names}"));
    schema::text(name).ok_or_else(unknown)
}

#[pymodule]
fn _annalist(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Extractor>()?;
    module.add_function(wrap_pyfunction!(main, module)?)?;
    module.add_function(wrap_pyfunction!(schema_text, module)?)
}
