// takes ids; returns nothing: the ends of edges whose nodes may be said later
UNWIND $ids AS id
MERGE (:Node {id: id})
