-- batch: batch, sha256. What was never loaded stays to be loaded.
update batches
set sha256 = batch.sha256
from batch
where batch.batch = batches.batch and batch.sha256 <> batches.sha256
