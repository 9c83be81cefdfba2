//! `/proposals/{ref}/document`, `/units/{code}/documents` and `/bulletin`.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};

use banli_shared::api::documents::{GetBulletin, GetDocument, GetDocumentsOfUnit};
use banli_shared::api::{Bytes, Endpoint, ProblemCode};
use banli_shared::both;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::proposals::scene;
use crate::app::documents::{self, Made};
use crate::export::docx;
use crate::http::{Answer, Answered, Call, Failure, Routes};
use crate::store::Tx;

/// Documents of a batch that are made at once, so that others come in between.
const AT_ONCE: usize = 20;
/// Most bytes of an archive.
const MOST_BYTES: usize = 64 * 1024 * 1024;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<GetDocument, _, _>(document)
        .mount::<GetDocumentsOfUnit, _, _>(of_unit)
        .mount::<GetBulletin, _, _>(bulletin)
}

async fn document(call: Call<GetDocument>) -> Answered<GetDocument> {
    let (scene, by, query) = (scene(&call), call.part.clone(), call.query);
    let read = async move |tx: &mut Tx| documents::one(tx, &scene, &by, &query).await;
    let made = call.app.store().read(read).await?;
    file::<GetDocument>(made).await
}

async fn bulletin(call: Call<GetBulletin>) -> Answered<GetBulletin> {
    let (scene, query) = (scene(&call), call.query.clone());
    let read = async move |tx: &mut Tx| documents::bulletin(tx, &scene, &query).await;
    let made = call.app.store().read(read).await?;
    file::<GetBulletin>(made).await
}

/// A document as a download. Writing one takes its time: not on a thread that answers others.
async fn file<E: Endpoint<Reply = Bytes>>(made: Made) -> Answered<E> {
    let paper = made.paper;
    let bytes = on_its_own(move || docx::write(&paper)).await?;
    Ok(Answer::new(Bytes(bytes)).file(made.ascii_name, docx::CONTENT_TYPE))
}

async fn on_its_own<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_panic| Failure::internal("the writer of documents panicked"))?
        .map_err(Failure::internal)
}

async fn of_unit(call: Call<GetDocumentsOfUnit>) -> Answered<GetDocumentsOfUnit> {
    let kind = call.query.kind();
    let (scene_of_call, unit, query) = (scene(&call), call.part.clone(), call.query.clone());
    let list = async move |tx: &mut Tx| documents::of_unit(tx, &scene_of_call, &unit, &query).await;
    let wanted = call.app.store().read(list).await?;
    let mut archive = Archive::default();
    for some in wanted.chunks(AT_ONCE) {
        let (scene, some) = (scene(&call), some.to_vec());
        let read = async move |tx: &mut Tx| documents::some(tx, &scene, &some, kind).await;
        let made = call.app.store().read(read).await?;
        archive = on_its_own(move || archive.with(made)).await?;
        if archive.bytes > MOST_BYTES {
            let detail = both!(
                "压缩包将超过 64 MB，请逐份下载文书",
                "the archive would be larger than 64 MB: take the documents one by one"
            );
            return Err(Failure::new(ProblemCode::TooLarge, detail));
        }
    }
    let bytes = on_its_own(move || archive.finish()).await?;
    let name = documents::ascii(&format!("{}-{kind}", call.part), "zip");
    Ok(Answer::new(Bytes(bytes)).file(name, "application/zip"))
}

/// An archive that grows by some documents at a time.
struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    names: BTreeSet<String>,
    bytes: usize,
}

impl Default for Archive {
    fn default() -> Self {
        Self {
            zip: ZipWriter::new(Cursor::new(vec![])),
            names: BTreeSet::new(),
            bytes: 0,
        }
    }
}

impl Archive {
    fn with(mut self, made: Vec<Made>) -> Result<Self, String> {
        // A document is packed already.
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for Made {
            name,
            ascii_name,
            paper,
        } in made
        {
            let bytes = docx::write(&paper)?;
            // A unit can have a proposal twice: after a return it was handed over again.
            let name = if self.names.contains(&name) {
                ascii_name
            } else {
                name
            };
            let begun = self.zip.start_file(name.as_str(), stored);
            begun
                .and_then(|()| self.zip.write_all(&bytes).map_err(Into::into))
                .map_err(|fault| fault.to_string())?;
            self.bytes += bytes.len();
            self.names.insert(name);
        }
        Ok(self)
    }

    fn finish(self) -> Result<Vec<u8>, String> {
        let written = self.zip.finish().map_err(|fault| fault.to_string())?;
        Ok(written.into_inner())
    }
}
